// An SSD1306 of 128 by 64 pixels behind /dev/i2c-1, for the kernel's users to find: a character device in user space (CUSE) that takes
// what i2c-dev takes. What the glass shows goes out as records on a virtio port; how the chip behaves is read from a file.
//
//     screen BUS ADDRESS BEHAVIOUR-FILE PORT
//
// The behaviour file has one line: "answers"; "silent" (nobody acknowledges: the cable is off); "fails-after N" (N more bytes of
// picture are acknowledged, then silent). Facts: SSD1306 data sheet rev 1.1 sections 8.1.5, 9 and 10; linux/fuse.h; linux/i2c-dev.h.

#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { width = 128, pages = 8, most_messages = 42, buffer_size = 1 << 18 };

// What a record on the port is; little-endian, as the guest is. tests/Guest/Bed/ScreenPicture.cs reads it.
struct record {
    uint64_t at;       // nanoseconds since the guest began
    uint8_t is_lit;    // display on, and its charge pump too
    uint8_t contrast;
    uint8_t reserved[6];
    uint8_t picture[width * pages];
};

static struct {
    uint8_t ram[pages][width];
    uint8_t mode;                       // 0 horizontal, 1 vertical, 2 page
    uint8_t column, column_first, column_last;
    uint8_t page, page_first, page_last;
    uint8_t start_line, offset, contrast;
    bool on, pump, inverted, all_lit, mirrored, flipped;
    uint8_t command, wanted, got, arguments[6];
} chip = { .mode = 2, .column_last = width - 1, .page_last = pages - 1, .contrast = 0x7f };

static const char *behaviour_file;
static char behaviour[64];
static long bytes_left;
static int port;
static struct record shown, last;

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int arguments_of(uint8_t command)
{
    switch (command) {
    case 0x20: case 0x81: case 0x8d: case 0xa8: case 0xd3: case 0xd5: case 0xd9: case 0xda: case 0xdb: return 1;
    case 0x21: case 0x22: case 0xa3: return 2;
    case 0x29: case 0x2a: return 5;
    case 0x26: case 0x27: return 6;
    default: return 0;
    }
}

static void obey(void)
{
    uint8_t c = chip.command, *a = chip.arguments;
    if (c <= 0x0f) chip.column = (chip.column & 0xf0) | (c & 0x0f);
    else if (c <= 0x1f) chip.column = ((c & 0x07) << 4) | (chip.column & 0x0f);
    else if (c == 0x20) chip.mode = a[0] & 3;
    else if (c == 0x21) { chip.column = chip.column_first = a[0] & 127; chip.column_last = a[1] & 127; }
    else if (c == 0x22) { chip.page = chip.page_first = a[0] & 7; chip.page_last = a[1] & 7; }
    else if (c >= 0x40 && c <= 0x7f) chip.start_line = c & 63;
    else if (c == 0x81) chip.contrast = a[0];
    else if (c == 0x8d) chip.pump = a[0] & 4;
    else if (c == 0xa0 || c == 0xa1) chip.mirrored = c & 1;
    else if (c == 0xa4 || c == 0xa5) chip.all_lit = c & 1;
    else if (c == 0xa6 || c == 0xa7) chip.inverted = c & 1;
    else if (c == 0xae || c == 0xaf) chip.on = c & 1;
    else if (c >= 0xb0 && c <= 0xb7) chip.page = c & 7;
    else if (c == 0xc0 || c == 0xc8) chip.flipped = c & 8;
    else if (c == 0xd3) chip.offset = a[0] & 63;
}

static void take_command(uint8_t byte)
{
    if (chip.wanted == 0) {
        chip.command = byte;
        chip.got = 0;
        chip.wanted = (uint8_t)arguments_of(byte);
    } else {
        chip.arguments[chip.got++] = byte;
        chip.wanted--;
    }
    if (chip.wanted == 0)
        obey();
}

static void take_data(uint8_t byte)
{
    chip.ram[chip.page][chip.column] = byte;
    if (chip.mode == 2) {
        chip.column = (chip.column + 1) & 127;
        return;
    }
    if (chip.mode == 1) {
        if (chip.page != chip.page_last) { chip.page = (chip.page + 1) & 7; return; }
        chip.page = chip.page_first;
        chip.column = chip.column == chip.column_last ? chip.column_first : (chip.column + 1) & 127;
        return;
    }
    if (chip.column != chip.column_last) { chip.column = (chip.column + 1) & 127; return; }
    chip.column = chip.column_first;
    chip.page = chip.page == chip.page_last ? chip.page_first : (chip.page + 1) & 7;
}

// The glass as somebody sees it who has the board before him: these modules are upright with segments mirrored and rows flipped.
static void draw(void)
{
    shown.is_lit = chip.on && chip.pump;
    shown.contrast = chip.contrast;
    memset(shown.picture, 0, sizeof shown.picture);
    for (int y = 0; y < pages * 8; y++)
        for (int x = 0; x < width; x++) {
            int row = ((chip.flipped ? y : 63 - y) + chip.start_line + chip.offset) & 63;
            int column = chip.mirrored ? x : 127 - x;
            bool lit = chip.all_lit || ((chip.ram[row / 8][column] >> (row % 8) & 1) != chip.inverted);
            if (lit && shown.is_lit)
                shown.picture[y / 8 * width + x] |= (uint8_t)(1 << (y % 8));
        }
}

static void tell(void)
{
    draw();
    shown.at = 0;
    if (memcmp(&shown, &last, sizeof shown) == 0)
        return;
    last = shown;
    shown.at = now();
    const char *from = (const char *)&shown;
    for (size_t done = 0; done < sizeof shown;) {
        ssize_t n = write(port, from + done, sizeof shown - done);
        if (n < 0)
            die("port");
        done += (size_t)n;
    }
}

static void read_behaviour(void)
{
    char line[sizeof behaviour] = "answers";
    int file = open(behaviour_file, O_RDONLY);
    if (file >= 0) {
        ssize_t n = read(file, line, sizeof line - 1);
        line[n > 0 ? n : 0] = 0;
        close(file);
    }
    if (strcmp(line, behaviour) == 0)
        return;
    strcpy(behaviour, line);
    bytes_left = strncmp(line, "answers", 7) == 0 ? -1 : 0;
    sscanf(line, "fails-after %ld", &bytes_left);
}

// One write on the bus up to its stop: 0, or the error an adapter gives when a byte is not acknowledged.
static int take(const uint8_t *bytes, size_t count)
{
    read_behaviour();
    if (bytes_left == 0)
        return -EREMOTEIO;
    for (size_t i = 0; i < count;) {
        uint8_t control = bytes[i++];
        size_t end = (control & 0x80) && i < count ? i + 1 : count;
        for (; i < end; i++) {
            if (!(control & 0x40)) {
                take_command(bytes[i]);
                continue;
            }
            if (bytes_left == 0)
                return -EREMOTEIO;
            if (bytes_left > 0)
                bytes_left--;
            take_data(bytes[i]);
        }
    }
    return 0;
}

static int cuse;
static uint64_t own_address;

static void reply(uint64_t unique, int error, const void *first, size_t first_size, const void *second, size_t second_size)
{
    struct fuse_out_header header = { .len = (uint32_t)(sizeof header + first_size + second_size), .error = error, .unique = unique };
    struct iovec parts[] = { { &header, sizeof header }, { (void *)first, first_size }, { (void *)second, second_size } };
    if (writev(cuse, parts, 3) < 0 && errno != ENOENT)
        die("reply");
}

static void finish(uint64_t unique, int result, const void *out, size_t size)
{
    struct fuse_ioctl_out answer = { .result = result };
    reply(unique, 0, &answer, sizeof answer, out, size);
}

static void ask_for(uint64_t unique, const struct fuse_ioctl_iovec *in, uint32_t ins, const struct fuse_ioctl_iovec *out, uint32_t outs)
{
    struct fuse_ioctl_iovec all[2 * most_messages + 4];
    memcpy(all, in, ins * sizeof *in);
    memcpy(all + ins, out, outs * sizeof *out);
    struct fuse_ioctl_out answer = { .flags = FUSE_IOCTL_RETRY, .in_iovs = ins, .out_iovs = outs };
    reply(unique, 0, &answer, sizeof answer, all, (ins + outs) * sizeof *all);
}

// I2C_RDWR points at messages that point at bytes: the kernel is asked for one level after the other.
static void transfer(uint64_t unique, const struct fuse_ioctl_in *request, const uint8_t *data)
{
    struct fuse_ioctl_iovec in[most_messages + 2] = { { request->arg, sizeof(struct i2c_rdwr_ioctl_data) } }, out[most_messages];
    struct i2c_rdwr_ioctl_data what;
    if (request->in_size < sizeof what) {
        ask_for(unique, in, 1, out, 0);
        return;
    }
    memcpy(&what, data, sizeof what);
    if (what.nmsgs == 0 || what.nmsgs > most_messages) {
        finish(unique, -EINVAL, NULL, 0);
        return;
    }
    size_t messages_size = what.nmsgs * sizeof(struct i2c_msg);
    in[1] = (struct fuse_ioctl_iovec){ (uintptr_t)what.msgs, messages_size };
    if (request->in_size < sizeof what + messages_size) {
        ask_for(unique, in, 2, out, 0);
        return;
    }
    struct i2c_msg messages[most_messages];
    memcpy(messages, data + sizeof what, messages_size);
    uint32_t ins = 2, outs = 0;
    size_t in_size = sizeof what + messages_size, out_size = 0;
    for (uint32_t i = 0; i < what.nmsgs; i++) {
        struct fuse_ioctl_iovec bytes = { (uintptr_t)messages[i].buf, messages[i].len };
        if (messages[i].len == 0) continue;
        if (messages[i].flags & I2C_M_RD) { out[outs++] = bytes; out_size += bytes.len; }
        else { in[ins++] = bytes; in_size += bytes.len; }
    }
    if (request->in_size < in_size || request->out_size < out_size) {
        ask_for(unique, in, ins, out, outs);
        return;
    }
    const uint8_t *next = data + sizeof what + messages_size;
    int result = (int)what.nmsgs;
    for (uint32_t i = 0; i < what.nmsgs && result >= 0; i++) {
        if (messages[i].addr != own_address) result = -EREMOTEIO;
        else if (!(messages[i].flags & I2C_M_RD)) {
            int error = take(next, messages[i].len);
            next += messages[i].len;
            if (error) result = error;
        } else {
            read_behaviour();
            if (bytes_left == 0) result = -EREMOTEIO;
        }
    }
    static uint8_t status[1 << 16];
    finish(unique, result, status, result < 0 ? 0 : out_size);
    tell();
}

static void control(uint64_t unique, const struct fuse_ioctl_in *request, const uint8_t *data, uint64_t *address)
{
    unsigned long functions = I2C_FUNC_I2C;
    struct fuse_ioctl_iovec out = { request->arg, sizeof functions };
    switch (request->cmd) {
    case I2C_SLAVE:
    case I2C_SLAVE_FORCE:
        *address = request->arg;
        finish(unique, 0, NULL, 0);
        break;
    case I2C_RETRIES:
    case I2C_TIMEOUT:
    case I2C_TENBIT:
    case I2C_PEC:
        finish(unique, 0, NULL, 0);
        break;
    case I2C_FUNCS:
        if (request->out_size < sizeof functions) ask_for(unique, &out, 0, &out, 1);
        else finish(unique, 0, &functions, sizeof functions);
        break;
    case I2C_RDWR:
        transfer(unique, request, data);
        break;
    default:
        finish(unique, -ENOTTY, NULL, 0);
        break;
    }
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "screen BUS ADDRESS BEHAVIOUR-FILE PORT\n");
        return 2;
    }
    static uint8_t buffer[buffer_size];
    static uint64_t addresses[4096];
    own_address = strtoul(argv[2], NULL, 0);
    behaviour_file = argv[3];
    port = open(argv[4], O_WRONLY);
    cuse = open("/dev/cuse", O_RDWR);
    if (port < 0 || cuse < 0)
        die("open");

    char name[32];
    int name_size = snprintf(name, sizeof name, "DEVNAME=i2c-%s", argv[1]) + 1;
    uint64_t opened = 0;
    for (;;) {
        ssize_t size = read(cuse, buffer, sizeof buffer);
        if (size < 0 && (errno == EINTR || errno == ENOENT))
            continue;
        if (size < 0)
            die("cuse");
        struct fuse_in_header header;
        memcpy(&header, buffer, sizeof header);
        const uint8_t *body = buffer + sizeof header;
        switch (header.opcode) {
        case CUSE_INIT: {
            struct cuse_init_out answer = { .major = 7, .minor = 31, .flags = CUSE_UNRESTRICTED_IOCTL, .max_read = 65536, .max_write = 65536 };
            reply(header.unique, 0, &answer, sizeof answer, name, (size_t)name_size);
            break;
        }
        case FUSE_OPEN: {
            struct fuse_open_out answer = { .fh = opened++ % 4096 };
            addresses[answer.fh] = 0;
            reply(header.unique, 0, &answer, sizeof answer, NULL, 0);
            break;
        }
        case FUSE_WRITE: {
            struct fuse_write_in *request = (struct fuse_write_in *)body;
            int error = addresses[request->fh] == own_address ? take(body + sizeof *request, request->size) : -EREMOTEIO;
            struct fuse_write_out answer = { .size = request->size };
            reply(header.unique, error, &answer, error ? 0 : sizeof answer, NULL, 0);
            tell();
            break;
        }
        case FUSE_READ: {
            struct fuse_read_in *request = (struct fuse_read_in *)body;
            static const uint8_t status[65536];
            read_behaviour();
            int error = addresses[request->fh] == own_address && bytes_left != 0 ? 0 : -EREMOTEIO;
            reply(header.unique, error, status, error ? 0 : request->size, NULL, 0);
            break;
        }
        case FUSE_IOCTL: {
            struct fuse_ioctl_in *request = (struct fuse_ioctl_in *)body;
            control(header.unique, request, body + sizeof *request, &addresses[request->fh]);
            break;
        }
        case FUSE_RELEASE:
        case FUSE_FLUSH:
        case FUSE_FSYNC:
            reply(header.unique, 0, NULL, 0, NULL, 0);
            break;
        case FUSE_INTERRUPT:
            break;
        default:
            reply(header.unique, -ENOSYS, NULL, 0, NULL, 0);
            break;
        }
    }
}
