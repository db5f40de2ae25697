#ifndef RUNG_FILES_H
#define RUNG_FILES_H

#include <stddef.h>

// Exchanges two names of one folder atomically. Returns 0 or an errno; EINVAL or ENOSYS where it cannot be done.
int rung_exchange_names(int folder, const char *one, const char *other);

// Gives a file another name of the same folder, where nothing has that name. Returns 0 or an errno (EEXIST).
int rung_rename_to_new(int folder, const char *from, const char *to);

// Copies the extended attributes, access lists among them, as far as they can be read. Returns 0, or the errno of the
// first that could not be set though it matters; its name then stands in `failed`.
int rung_copy_attributes(int from, int to, char *failed, size_t size);

// A file in memory that holds these bytes, to be read from the start. Returns its descriptor, or -1 with errno.
int rung_memory_file(const void *bytes, size_t size);

#endif
