# Chooses the slot. The counters of tries lie in one sector at 512 KiB, outside any file system; whoever started well sets his back to 3.
if test "${board}" = "qemu-arm"; then
  setenv at_kernel 0x42000000
  setenv at_unpacked 0x4a000000
  setenv at_ramdisk 0x52000000
  setenv at_state 0x41000000
  setenv at_tree ${fdtcontroladdr}
  setenv console "console=ttyAMA0,115200"
else
  setenv at_kernel 0x00200000
  setenv at_unpacked 0x0a000000
  setenv at_ramdisk 0x10000000
  setenv at_state 0x00100000
  setenv at_tree ${fdt_addr}
  setenv console "console=tty0 console=ttyS1,115200"
fi
setenv kernel_comp_addr_r ${at_unpacked}
setenv kernel_comp_size 0x08000000

setenv BOOT_ORDER
setenv BOOT_A_LEFT
setenv BOOT_B_LEFT
${devtype} dev ${devnum}
${devtype} read ${at_state} 0x400 1
env import -c ${at_state} 0x200 BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT
test -n "${BOOT_ORDER}" || setenv BOOT_ORDER "A B"
test -n "${BOOT_A_LEFT}" || setenv BOOT_A_LEFT 3
test -n "${BOOT_B_LEFT}" || setenv BOOT_B_LEFT 3

setenv slot
for one in ${BOOT_ORDER}; do
  if test -z "${slot}"; then
    if test "${one}" = "A"; then
      if test ${BOOT_A_LEFT} -gt 0; then
        setenv slot A
        setenv part 2
        setenv root 05
        setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1
      fi
    fi
    if test "${one}" = "B"; then
      if test ${BOOT_B_LEFT} -gt 0; then
        setenv slot B
        setenv part 3
        setenv root 06
        setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1
      fi
    fi
  fi
done
if test -z "${slot}"; then
  echo "landline: no slot has tries left; both get three again"
  setenv BOOT_A_LEFT 3
  setenv BOOT_B_LEFT 3
fi
env export -c -s 0x200 ${at_state} BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT
${devtype} write ${at_state} 0x400 1
test -n "${slot}" || reset
echo "landline: slot ${slot}, tries left A ${BOOT_A_LEFT} B ${BOOT_B_LEFT}"

setenv bootargs "${console} root=PARTUUID=4c414e44-${root} landline.slot=${slot} rauc.slot=${slot} ro quiet audit=0 panic=10 systemd.show_status=no"
if load ${devtype} ${devnum}:${part} ${at_kernel} vmlinuz.gz; then
  if load ${devtype} ${devnum}:${part} ${at_ramdisk} initramfs; then
    booti ${at_kernel} ${at_ramdisk}:${filesize} ${at_tree}
  fi
fi
echo "landline: slot ${slot} does not start"
reset
