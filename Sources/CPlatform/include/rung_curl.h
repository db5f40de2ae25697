#ifndef RUNG_CURL_H
#define RUNG_CURL_H

#include <stddef.h>
#include <stdint.h>

// libcurl, loaded at first use: linking it would cost every start of the program 30 shared objects. Its handles are
// opaque here and its variadic functions fixed, so nothing that imports this module needs curl's own headers.

// Loads the library once. Returns NULL, or the loader's message.
const char *rung_curl_load(void);
const char *rung_curl_version(void);

struct rung_curl_request {
    const char *url;
    const char *method;
    const char *user_agent;
    const char *no_proxy;
    const char *const *headers;  // "Name: value", NULL at the end
    const void *body;  // must live as long as the transfer
    int64_t body_size;  // -1: none
    int64_t timeout_ms;  // 0: none
    int insecure;
    void *context;
    size_t (*on_header)(char *bytes, size_t size, size_t count, void *context);
    size_t (*on_body)(char *bytes, size_t size, size_t count, void *context);
};

// How a transfer ended, in the classes that a person needs told apart.
enum rung_curl_end {
    RUNG_CURL_OK = 0,
    RUNG_CURL_TIMED_OUT,
    RUNG_CURL_NO_SUCH_HOST,
    RUNG_CURL_NO_SUCH_PROXY,
    RUNG_CURL_NOT_CONNECTED,
    RUNG_CURL_NO_ANSWER,
    RUNG_CURL_NOT_HTTP,
    RUNG_CURL_BROKEN_OFF,
    RUNG_CURL_UNTRUSTED,
    RUNG_CURL_TLS,
    RUNG_CURL_BAD_URL,
    RUNG_CURL_BAD_SCHEME,
    RUNG_CURL_STOPPED,  // on_header or on_body did not take all
    RUNG_CURL_NO_MEMORY,
    RUNG_CURL_OTHER,
};

struct rung_curl_outcome {
    void *transfer;
    enum rung_curl_end end;
    int os_error;  // errno of the connect, 0 where there is none
    long status;
    char message[256];
};

// A transfer holds copies of all texts. NULL: no memory, or an option was refused.
void *rung_curl_transfer_new(const struct rung_curl_request *request);
void rung_curl_transfer_free(void *transfer);

void *rung_curl_multi_new(void);
void rung_curl_multi_free(void *multi);
int rung_curl_multi_add(void *multi, void *transfer);
void rung_curl_multi_remove(void *multi, void *transfer);
// Moves all transfers on; the number of those still under way.
int rung_curl_multi_perform(void *multi);
void rung_curl_multi_poll(void *multi, int timeout_ms);
void rung_curl_multi_wakeup(void *multi);
// Takes the next transfer that has ended. Returns 1, or 0 where there is none.
int rung_curl_multi_next(void *multi, struct rung_curl_outcome *outcome);

#endif
