#define _GNU_SOURCE
#include "rung_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static int rename_with(int folder, const char *from, const char *to, unsigned flags) {
    return syscall(SYS_renameat2, folder, from, folder, to, flags) == 0 ? 0 : errno;
}

int rung_exchange_names(int folder, const char *one, const char *other) {
    return rename_with(folder, one, other, RENAME_EXCHANGE);
}

int rung_rename_to_new(int folder, const char *from, const char *to) {
    int error = rename_with(folder, from, to, RENAME_NOREPLACE);
    if (error != EINVAL && error != ENOSYS) {
        return error;
    }
    // A hard link fails where the name is taken, which a plain rename does not.
    if (linkat(folder, from, folder, to, 0) != 0) {
        return errno;
    }
    unlinkat(folder, from, 0);
    return 0;
}

// What is the system's own business: a new file has its own, and a user may not set it.
static int is_system_owned(const char *name) {
    return strncmp(name, "security.", 9) == 0 || strncmp(name, "trusted.", 8) == 0
        || (strncmp(name, "system.", 7) == 0 && strcmp(name, "system.posix_acl_access") != 0);
}

int rung_copy_attributes(int from, int to, char *failed, size_t size) {
    ssize_t length = flistxattr(from, NULL, 0);
    if (length <= 0) {
        return 0;
    }
    char *names = malloc((size_t)length);
    char *value = malloc(65536);
    int error = names == NULL || value == NULL ? ENOMEM : 0;
    if (error == 0 && (length = flistxattr(from, names, (size_t)length)) > 0) {
        for (char *name = names; name < names + length; name += strlen(name) + 1) {
            ssize_t count = fgetxattr(from, name, value, 65536);
            if (count >= 0 && fsetxattr(to, name, value, (size_t)count, 0) != 0 && !is_system_owned(name)) {
                error = errno;
                snprintf(failed, size, "%s", name);
                break;
            }
        }
    }
    free(names);
    free(value);
    return error;
}

int rung_memory_file(const void *bytes, size_t size) {
    int fd = memfd_create("rung-input", MFD_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    const char *next = bytes;
    while (size > 0) {
        ssize_t count = write(fd, next, size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            int error = errno;
            close(fd);
            errno = error;
            return -1;
        }
        next += count;
        size -= (size_t)count;
    }
    if (lseek(fd, 0, SEEK_SET) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}
