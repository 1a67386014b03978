// Reads files of one short line again and again and prints every change: what a lamp did, measured inside the guest.
//
//     follow MILLISECONDS FILE...
//
// A line is the time in milliseconds since the guest began, then what each file says.

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { most_files = 8, longest = 32, every = 5 * 1000 * 1000 };

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
    int count = argc - 2;
    if (count < 1 || count > most_files)
        return 2;
    int files[most_files];
    char said[most_files][longest] = { { 0 } };
    for (int i = 0; i < count; i++)
        if ((files[i] = open(argv[i + 2], O_RDONLY)) < 0) {
            perror(argv[i + 2]);
            return 1;
        }
    int64_t end = now() + atoll(argv[1]);
    do {
        int changed = 0;
        for (int i = 0; i < count; i++) {
            char line[longest] = { 0 };
            if (pread(files[i], line, sizeof line - 1, 0) < 0)
                strcpy(line, "?");
            line[strcspn(line, "\n")] = 0;
            changed |= strcmp(line, said[i]) != 0;
            strcpy(said[i], line);
        }
        if (changed) {
            printf("%lld", (long long)now());
            for (int i = 0; i < count; i++)
                printf(" %s", said[i]);
            printf("\n");
        }
        nanosleep(&(struct timespec){ .tv_nsec = every }, NULL);
    } while (now() < end);
    printf("%lld end\n", (long long)now());
    return 0;
}
