#define _GNU_SOURCE
#include "rung_curl.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// Every function of libcurl that is used, with its type taken from curl's own header.
#define FUNCTIONS(ENTRY) \
    ENTRY(curl_global_init) \
    ENTRY(curl_version) \
    ENTRY(curl_easy_init) \
    ENTRY(curl_easy_cleanup) \
    ENTRY(curl_easy_setopt) \
    ENTRY(curl_easy_getinfo) \
    ENTRY(curl_easy_strerror) \
    ENTRY(curl_slist_append) \
    ENTRY(curl_slist_free_all) \
    ENTRY(curl_multi_init) \
    ENTRY(curl_multi_cleanup) \
    ENTRY(curl_multi_add_handle) \
    ENTRY(curl_multi_remove_handle) \
    ENTRY(curl_multi_perform) \
    ENTRY(curl_multi_poll) \
    ENTRY(curl_multi_wakeup) \
    ENTRY(curl_multi_info_read)

// The header's macros check types for direct calls only.
#undef curl_easy_setopt
#undef curl_easy_getinfo

static struct {
#define ENTRY(name) __typeof__(&name) name;
    FUNCTIONS(ENTRY)
#undef ENTRY
} library;

static pthread_once_t load_once = PTHREAD_ONCE_INIT;
static char load_problem[256];

static void *find(void *handle, const char *name) {
    void *symbol = dlsym(handle, name);
    if (symbol == NULL && load_problem[0] == 0) {
        strncpy(load_problem, "libcurl is too old: ", sizeof load_problem - 1);
        strncat(load_problem, name, sizeof load_problem - strlen(load_problem) - 1);
    }
    return symbol;
}

static void load(void) {
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        const char *message = dlerror();
        strncpy(load_problem, message != NULL ? message : "libcurl.so.4", sizeof load_problem - 1);
        return;
    }
#define ENTRY(name) library.name = (__typeof__(library.name))find(handle, #name);
    FUNCTIONS(ENTRY)
#undef ENTRY
    if (load_problem[0] == 0 && library.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        strncpy(load_problem, "libcurl cannot be initialised", sizeof load_problem - 1);
    }
}

const char *rung_curl_load(void) {
    pthread_once(&load_once, load);
    return load_problem[0] == 0 ? NULL : load_problem;
}

const char *rung_curl_version(void) {
    return rung_curl_load() == NULL ? library.curl_version() : "";
}

struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    char message[CURL_ERROR_SIZE];
};

static int add_headers(struct transfer *transfer, const char *const *headers) {
    for (; *headers != NULL; headers++) {
        struct curl_slist *longer = library.curl_slist_append(transfer->headers, *headers);
        if (longer == NULL) {
            return -1;
        }
        transfer->headers = longer;
    }
    return 0;
}

// Option by option: the first that is refused ends it.
static int set_options(struct transfer *transfer, const struct rung_curl_request *request) {
#define SET(option, value) \
    if (library.curl_easy_setopt(transfer->easy, option, value) != CURLE_OK) { \
        return -1; \
    }
    SET(CURLOPT_PRIVATE, transfer)
    SET(CURLOPT_ERRORBUFFER, transfer->message)
    SET(CURLOPT_URL, request->url)
    SET(CURLOPT_PROTOCOLS_STR, "http,https")
    SET(CURLOPT_NOSIGNAL, 1L)
    SET(CURLOPT_NOPROGRESS, 1L)
    SET(CURLOPT_FOLLOWLOCATION, 0L)
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED)
    // A diagnosis asks anew: an old connection or an old address would answer for yesterday.
    SET(CURLOPT_FRESH_CONNECT, 1L)
    SET(CURLOPT_FORBID_REUSE, 1L)
    SET(CURLOPT_DNS_CACHE_TIMEOUT, 0L)
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS)
    SET(CURLOPT_USERAGENT, request->user_agent)
    SET(CURLOPT_NOPROXY, request->no_proxy)
    SET(CURLOPT_HTTPHEADER, transfer->headers)
    SET(CURLOPT_BUFFERSIZE, 65536L)
    SET(CURLOPT_HEADERDATA, request->context)
    SET(CURLOPT_HEADERFUNCTION, request->on_header)
    SET(CURLOPT_WRITEDATA, request->context)
    SET(CURLOPT_WRITEFUNCTION, request->on_body)
    if (request->timeout_ms > 0) {
        SET(CURLOPT_TIMEOUT_MS, (long)request->timeout_ms)
        SET(CURLOPT_CONNECTTIMEOUT_MS, (long)request->timeout_ms)
    }
    if (request->insecure) {
        SET(CURLOPT_SSL_VERIFYPEER, 0L)
        SET(CURLOPT_SSL_VERIFYHOST, 0L)
    }
    if (request->body_size >= 0) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_size)
        SET(CURLOPT_COPYPOSTFIELDS, request->body)
    }
    if (strcmp(request->method, "HEAD") == 0) {
        SET(CURLOPT_NOBODY, 1L)
    }
    SET(CURLOPT_CUSTOMREQUEST, request->method)
#undef SET
    return 0;
}

void *rung_curl_transfer_new(const struct rung_curl_request *request) {
    struct transfer *transfer = calloc(1, sizeof *transfer);
    if (transfer == NULL) {
        return NULL;
    }
    transfer->easy = library.curl_easy_init();
    if (transfer->easy == NULL || add_headers(transfer, request->headers) != 0 || set_options(transfer, request) != 0) {
        rung_curl_transfer_free(transfer);
        return NULL;
    }
    return transfer;
}

void rung_curl_transfer_free(void *opaque) {
    struct transfer *transfer = opaque;
    if (transfer->easy != NULL) {
        library.curl_easy_cleanup(transfer->easy);
    }
    library.curl_slist_free_all(transfer->headers);
    free(transfer);
}

void *rung_curl_multi_new(void) {
    return library.curl_multi_init();
}

void rung_curl_multi_free(void *multi) {
    library.curl_multi_cleanup(multi);
}

int rung_curl_multi_add(void *multi, void *transfer) {
    return library.curl_multi_add_handle(multi, ((struct transfer *)transfer)->easy) == CURLM_OK ? 0 : -1;
}

void rung_curl_multi_remove(void *multi, void *transfer) {
    library.curl_multi_remove_handle(multi, ((struct transfer *)transfer)->easy);
}

int rung_curl_multi_perform(void *multi) {
    int running = 0;
    library.curl_multi_perform(multi, &running);
    return running;
}

void rung_curl_multi_poll(void *multi, int timeout_ms) {
    library.curl_multi_poll(multi, NULL, 0, timeout_ms, NULL);
}

void rung_curl_multi_wakeup(void *multi) {
    library.curl_multi_wakeup(multi);
}

static enum rung_curl_end classify(CURLcode code) {
    switch (code) {
        case CURLE_OK: return RUNG_CURL_OK;
        case CURLE_OPERATION_TIMEDOUT: return RUNG_CURL_TIMED_OUT;
        case CURLE_COULDNT_RESOLVE_HOST: return RUNG_CURL_NO_SUCH_HOST;
        case CURLE_COULDNT_RESOLVE_PROXY: return RUNG_CURL_NO_SUCH_PROXY;
        case CURLE_COULDNT_CONNECT: return RUNG_CURL_NOT_CONNECTED;
        case CURLE_GOT_NOTHING: return RUNG_CURL_NO_ANSWER;
        case CURLE_WEIRD_SERVER_REPLY: return RUNG_CURL_NOT_HTTP;
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM: return RUNG_CURL_BROKEN_OFF;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR: return RUNG_CURL_UNTRUSTED;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE: return RUNG_CURL_TLS;
        case CURLE_URL_MALFORMAT: return RUNG_CURL_BAD_URL;
        case CURLE_WRITE_ERROR: return RUNG_CURL_STOPPED;
        case CURLE_OUT_OF_MEMORY: return RUNG_CURL_NO_MEMORY;
        default: return RUNG_CURL_OTHER;
    }
}

int rung_curl_multi_next(void *multi, struct rung_curl_outcome *outcome) {
    int left;
    CURLMsg *message;
    do {
        message = library.curl_multi_info_read(multi, &left);
        if (message == NULL) {
            return 0;
        }
    } while (message->msg != CURLMSG_DONE);
    CURLcode code = message->data.result;
    CURL *easy = message->easy_handle;
    struct transfer *transfer = NULL;
    long os_error = 0;
    library.curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&transfer);
    library.curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os_error);
    library.curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &outcome->status);
    outcome->transfer = transfer;
    outcome->os_error = (int)os_error;
    outcome->end = classify(code);
    // One code of curl means both: a scheme that is not allowed, and an answer in HTTP/0.9.
    if (code == CURLE_UNSUPPORTED_PROTOCOL) {
        outcome->end = strstr(transfer->message, "HTTP/") != NULL ? RUNG_CURL_NOT_HTTP : RUNG_CURL_BAD_SCHEME;
    }
    const char *words = transfer->message[0] != 0 ? transfer->message : library.curl_easy_strerror(code);
    strncpy(outcome->message, words, sizeof outcome->message - 1);
    outcome->message[sizeof outcome->message - 1] = 0;
    return 1;
}
