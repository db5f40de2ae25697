// What Swift cannot ask of the C library.
#ifndef CMEMORY_H
#define CMEMORY_H
#include <stddef.h>
/// The bytes that are allocated now.
size_t live_bytes(void);
/// Prints a message to the standard error and aborts.
void refuse_input(const char *message) __attribute__((noreturn));
#endif
