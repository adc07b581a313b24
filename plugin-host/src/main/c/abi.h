// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_ABI_H
#define KGUARD_ABI_H

#include <stdint.h>

/*
 * What plugins of Falco and their host pass to each other, as version 3 of Falco's plugin API lays it out in memory.
 * The names are ours. Only what the host needs is here; tables are here because a plugin may ask for them, and is told
 * that there are none.
 */

#define API_MAJOR 3
/* the newest minor version whose structures are as below */
#define API_MINOR 12

enum rc { RC_TIMEOUT = -1, RC_SUCCESS = 0, RC_FAILURE = 1, RC_EOF = 2, RC_NOT_SUPPORTED = 3 };

enum value_type {
    TYPE_UINT64 = 8,
    TYPE_STRING = 9,
    TYPE_RELTIME = 20,
    TYPE_ABSTIME = 21,
    TYPE_BOOL = 25,
    TYPE_IPADDR = 40,
    TYPE_IPNET = 41
};

/* The type of events that plugins make. */
#define PLUGIN_EVENT 322

/* An event: this head, then the lengths of its parameters, then the parameters. A plugin event has two: the plugin's
 * id, and data. */
struct __attribute__((packed)) event {
    uint64_t ts;
    uint64_t tid;
    uint32_t length;
    uint16_t type;
    uint32_t parameters;
};

/* What every plugin event begins with. */
struct __attribute__((packed)) plugin_event {
    struct event head;
    uint32_t id_length;
    uint32_t data_length;
    uint32_t id;
    /* the data */
};

struct event_input {
    const struct event *event;
    uint64_t number;
    const char *source;
};

struct bytes {
    uint32_t length;
    const void *data;
};

struct extracted {
    union {
        const char **text;
        uint64_t *number;
        uint32_t *truth;
        struct bytes *bytes;
        void *any;
    } values;
    uint64_t count;
    uint32_t id;
    const char *name;
    const char *key;
    uint64_t index;
    uint32_t has_argument;
    uint32_t type;
    uint32_t is_list;
};

typedef const char *last_error_of(void *owner);

struct table_reader_old {
    const char *(*name)(void *);
    uint64_t (*size)(void *);
    void *(*entry)(void *, const void *);
    int32_t (*read)(void *, void *, const void *, void *);
};

struct table_reader {
    const char *(*name)(void *);
    uint64_t (*size)(void *);
    void *(*entry)(void *, const void *);
    int32_t (*read)(void *, void *, const void *, void *);
    void (*release)(void *, void *);
    uint32_t (*iterate)(void *, void *, void *);
};

struct table_writer {
    int32_t (*clear)(void *);
    int32_t (*erase)(void *, const void *);
    void *(*create)(void *);
    void (*destroy)(void *, void *);
    void *(*add)(void *, const void *, void *);
    int32_t (*write)(void *, void *, const void *, const void *);
};

struct table_fields {
    const void *(*list)(void *, uint32_t *);
    void *(*get)(void *, const char *, int32_t);
    void *(*add)(void *, const char *, int32_t);
};

struct tables {
    void *(*list)(void *owner, uint32_t *count);
    void *(*get)(void *owner, const char *name, int32_t key);
    int32_t (*add)(void *owner, const void *table);
    struct table_fields fields_old;
    struct table_fields *fields;
    struct table_reader *reader;
    struct table_writer *writer;
};

struct init_input {
    const char *config;
    void *owner;
    last_error_of *last_error;
    const struct tables *tables;
    void (*log)(void *owner, const char *component, const char *message, int32_t severity);
};

struct extract_input {
    void *owner;
    last_error_of *last_error;
    uint32_t count;
    struct extracted *fields;
    struct table_reader_old reader_old;
    struct table_reader *reader;
    void *offsets;
};

/* The functions of a plugin; NULL for one that it does not have. */
struct functions {
    const char *(*get_required_api_version)(void);
    const char *(*get_version)(void);
    const char *(*get_name)(void);
    const char *(*get_description)(void);
    const char *(*get_contact)(void);
    const char *(*get_init_schema)(int32_t *kind);
    const char *(*get_last_error)(void *state);
    void *(*init)(const struct init_input *, int32_t *rc);
    void (*destroy)(void *state);
    uint32_t (*get_id)(void);
    const char *(*get_event_source)(void);
    void *(*open)(void *state, const char *params, int32_t *rc);
    void (*close)(void *state, void *instance);
    int32_t (*next_batch)(void *state, void *instance, uint32_t *count, struct event ***events);
    const char *(*event_to_string)(void *state, const struct event_input *);
    const char *(*get_fields)(void);
    const char *(*get_extract_event_sources)(void);
    uint16_t *(*get_extract_event_types)(uint32_t *count, void *state);
    int32_t (*extract_fields)(void *state, const struct event_input *, const struct extract_input *);
    int32_t (*parse_event)(void *state, const struct event_input *, const void *);
    const char *(*get_async_events)(void);
    int32_t (*set_async_event_handler)(void *state, void *owner, void *handler);
    int32_t (*capture_open)(void *state, const void *);
    int32_t (*capture_close)(void *state, const void *);
};

#endif
