// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../main/c/abi.h"
#include "attempts.h"

/*
 * A plugin as Falco loads it, whose events are the lines of a file: a time in nanoseconds, a blank, and words. What it
 * is initialized with is what it does wrong, as "PLACE:WHAT": "extract:crash". Variants of it are compiled with other
 * functions.
 */

#ifndef API
#define API "3.0.0"
#endif
#ifndef ID
#define ID 998
#endif
#ifndef NAME
#define NAME "sample"
#endif

struct state {
    char *mode;
    char error[256];
};

struct instance {
    FILE *file;
    struct plugin_event *batch[3];
    unsigned served;
};

static void fail(struct state *state, const char *why) {
    snprintf(state->error, sizeof state->error, "%s", why);
}

static void *sleeper(void *unused) {
    for (;;)
        pause();
    return unused;
}

/* Says whether the machine let the plugin do what it must not. */
static void report(const char *what, bool done) {
    printf("%s %s; ", what, done ? "DONE" : strerror(errno));
}

/* Tries to get out. What it could do is in its output, which is in the message of the crash that follows. */
static void escape(void) {
    int fd = open("/tmp/kguard-plugin-was-here", O_CREAT | O_WRONLY, 0600);
    report("write", fd >= 0);
    report("read", open("/etc/shadow", O_RDONLY) >= 0);
    report("home", open("/root", O_RDONLY | O_DIRECTORY) >= 0);
    report("environ", open("/proc/1/environ", O_RDONLY) >= 0);
    report("socket", socket(AF_INET, SOCK_STREAM, 0) >= 0);
    report("local", socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    report("signal", kill(getppid(), 0) == 0);
    report("secret", getenv("HOME") != NULL);
    abort();
}

static void misbehave(const struct state *state, const char *place) {
    size_t length = strlen(place);
    if (strncmp(state->mode, place, length) || state->mode[length] != ':')
        return;
    const char *what = state->mode + length + 1;
    if (!strcmp(what, "crash"))
        *(volatile int *)8 = 1;
    else if (!strcmp(what, "abort"))
        abort();
    else if (!strcmp(what, "hang"))
        sleeper(NULL);
    else if (!strcmp(what, "exit"))
        exit(0);
    else if (!strcmp(what, "fork"))
        fork();
    else if (!strcmp(what, "system"))
        printf("%d", system("true"));
    else if (!strcmp(what, "escape"))
        escape();
    else if (!strncmp(what, "change=", 7)) {
        attempt_changes(what + 7);
        abort();
    } else if (!strcmp(what, "amounts")) {
        attempt_amounts();
        abort();
    } else if (!strcmp(what, "memory")) {
        size_t step = 64 << 20;
        while (malloc(step))
            ;
        abort();
    } else if (!strcmp(what, "shared-memory")) {
        size_t step = 64 << 20;
        char *more;
        while ((more = mmap(NULL, step, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED)
            ;
        abort();
    } else if (!strcmp(what, "kept-memory")) {
        /* what can't be written any more is no data to the kernel's limit */
        size_t step = 64 << 20;
        char *more;
        while ((more = mmap(NULL, step, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED) {
            madvise(more, step, MADV_HUGEPAGE);
            for (size_t at = 0; at < step; at += 4096)
                more[at] = 1;
            mprotect(more, step, PROT_READ);
        }
        sleeper(NULL);
    } else if (!strcmp(what, "print")) {
        for (int i = 0; i < 20000; i++)
            printf("a line that is no frame\n");
        printf("the last line\n");
    } else if (!strcmp(what, "frames")) {
        /* what a plugin could do that knows where the frames are */
        const char reply[] = {0, 0, 0, 2, 'r', 7};
        if (write(4, reply, sizeof reply) < 0)
            abort();
    } else if (!strcmp(what, "odd-frames")) {
        const char reply[] = {0, 0, 0, 1, 'z'};
        if (write(4, reply, sizeof reply) < 0)
            abort();
    } else if (!strcmp(what, "long-frames")) {
        const char reply[] = {127, 0, 0, 1, 'r'};
        if (write(4, reply, sizeof reply) < 0)
            abort();
    } else if (!strcmp(what, "thread")) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, sleeper, NULL))
            abort();
    }
}

static bool is_mode(const struct state *state, const char *mode) {
    return !strcmp(state->mode, mode);
}

/* Falco's own kit for plugins in C++ has one place for all texts, so the next one overwrites it. */
static const char *shared(const char *text) {
    static char place[4096];
    return strcpy(place, text);
}

const char *plugin_get_required_api_version(void) {
    return shared(API);
}

const char *plugin_get_name(void) {
    return shared(NAME);
}

const char *plugin_get_description(void) {
    return shared("Lines of a file");
}

const char *plugin_get_contact(void) {
    return shared("nobody");
}

const char *plugin_get_version(void) {
    return shared("0.1.0");
}

#ifndef WITHOUT_INIT
void *plugin_init(const struct init_input *input, int32_t *rc) {
    struct state *state = calloc(1, sizeof *state);
    if (!state)
        abort();
    state->mode = strdup(input->config);
    *rc = RC_SUCCESS;
    if (is_mode(state, "init:fail")) {
        fail(state, "the configuration is wrong");
        *rc = RC_FAILURE;
    }
    if (is_mode(state, "init:tables") && !input->tables->get(input->owner, "threads", 4)) {
        fail(state, input->last_error(input->owner));
        *rc = RC_FAILURE;
    }
    if (is_mode(state, "init:log"))
        input->log(input->owner, NULL, "a line of the log", 4);
    misbehave(state, "init");
    return state;
}
#endif

void plugin_destroy(void *of) {
    struct state *state = of;
    free(state->mode);
    free(state);
}

const char *plugin_get_last_error(void *of) {
    return ((struct state *)of)->error;
}

#ifndef WITHOUT_ID
uint32_t plugin_get_id(void) {
    return ID;
}
#endif

const char *plugin_get_event_source(void) {
    return shared(NAME);
}

void *plugin_open(void *of, const char *params, int32_t *rc) {
    struct state *state = of;
    struct instance *instance = calloc(1, sizeof *instance);
    if (!instance)
        abort();
    misbehave(state, "open");
    instance->file = fopen(params, "r");
    *rc = instance->file ? RC_SUCCESS : RC_FAILURE;
    if (!instance->file)
        fail(state, strerror(errno));
    return instance;
}

void plugin_close(void *of, void *opened) {
    (void)of;
    struct instance *instance = opened;
    if (instance->file)
        fclose(instance->file);
    for (int i = 0; i < 3; i++)
        free(instance->batch[i]);
    free(instance);
}

static struct plugin_event *make(uint64_t ts, const char *text, size_t length) {
    struct plugin_event *event = malloc(sizeof *event + length);
    if (!event)
        abort();
    *event = (struct plugin_event){
        .head = {ts, UINT64_MAX, (uint32_t)(sizeof *event + length), PLUGIN_EVENT, 2},
        .id_length = 4,
        .data_length = (uint32_t)length,
    };
    memcpy(event + 1, text, length);
    return event;
}

/* What is wrong about the first event, if anything. */
static void spoil(const struct state *state, struct plugin_event *event) {
    if (is_mode(state, "event:type"))
        event->head.type = 3;
    else if (is_mode(state, "event:id"))
        event->id = 3;
    else if (is_mode(state, "event:length"))
        event->data_length += 1000;
    else if (is_mode(state, "event:huge"))
        event->head.length = event->data_length = UINT32_MAX;
    else if (is_mode(state, "event:wild"))
        event->head.length = (event->data_length = 900000) + (uint32_t)sizeof *event;
    else if (is_mode(state, "event:parameters"))
        event->head.parameters = 200;
}

int32_t plugin_next_batch(void *of, void *opened, uint32_t *count, struct event ***events) {
    struct state *state = of;
    struct instance *instance = opened;
    misbehave(state, "next");
    *events = (struct event **)instance->batch;
    *count = 0;
    if (is_mode(state, "next:empty"))
        return RC_SUCCESS;
    if (is_mode(state, "next:timeout"))
        return RC_TIMEOUT;
    if (is_mode(state, "next:many")) {
        *count = UINT32_MAX;
        return RC_SUCCESS;
    }
    if (is_mode(state, "next:null")) {
        *count = 2;
        *events = NULL;
        return RC_SUCCESS;
    }
    if (is_mode(state, "next:hole")) {
        *count = 1;
        return RC_SUCCESS;
    }
    if (is_mode(state, "next:fail")) {
        fail(state, "the disk is gone");
        return RC_FAILURE;
    }
    if (is_mode(state, "next:code"))
        return 77;
    if (is_mode(state, "next:flood"))
        rewind(instance->file);
    for (int i = 0; i < 3; i++) {
        free(instance->batch[i]);
        instance->batch[i] = NULL;
    }
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while (*count < 3 && (length = getline(&line, &room, instance->file)) > 0) {
        char *text;
        uint64_t ts = strtoull(line, &text, 10);
        if (line[length - 1] == '\n')
            length--;
        if (*text == ' ')
            text++;
        instance->batch[*count] = make(ts, text, (size_t)(line + length - text));
        if (instance->served++ == 0)
            spoil(state, instance->batch[0]);
        ++*count;
    }
    free(line);
    /* the last events come with the end, as the API allows */
    return *count == 3 ? RC_SUCCESS : RC_EOF;
}

const char *plugin_event_to_string(void *of, const struct event_input *input) {
    static char text[300];
    (void)of;
    const struct plugin_event *event = (const struct plugin_event *)input->event;
    snprintf(text, sizeof text, "a line of %u bytes", event->data_length);
    return text;
}

const char *plugin_get_progress(void *of, void *opened, uint32_t *hundredths) {
    (void)of;
    (void)opened;
    *hundredths = 5000;
    return "half of it";
}

#ifndef WITHOUT_LIST
const char *plugin_get_fields(void) {
#ifdef FIELDS
    return shared(FIELDS);
#else
    return shared(
        "["
        "{\"type\":\"string\",\"name\":\"sample.line\",\"desc\":\"the line\",\"addOutput\":true},"
        "{\"type\":\"uint64\",\"name\":\"sample.size\",\"desc\":\"its bytes\"},"
        "{\"type\":\"bool\",\"name\":\"sample.is_long\",\"desc\":\"whether it has more than 10 bytes\"},"
        "{\"type\":\"reltime\",\"name\":\"sample.since\",\"desc\":\"a time\"},"
        "{\"type\":\"abstime\",\"name\":\"sample.at\",\"desc\":\"the time of the event\"},"
        "{\"type\":\"ipaddr\",\"name\":\"sample.ip\",\"desc\":\"an address\"},"
        "{\"type\":\"ipnet\",\"name\":\"sample.net\",\"desc\":\"an address, compared with networks\"},"
        "{\"type\":\"string\",\"name\":\"sample.words\",\"isList\":true,\"desc\":\"the words\"},"
        "{\"type\":\"uint64\",\"name\":\"sample.lengths\",\"isList\":true,\"desc\":\"their lengths\"},"
        "{\"type\":\"string\",\"name\":\"sample.word\",\"arg\":{\"isRequired\":true,\"isIndex\":true},\"desc\":"
        "\"one\"},"
        "{\"type\":\"string\",\"name\":\"sample.value\",\"arg\":{\"isRequired\":true,\"isKey\":true},"
        "\"desc\":\"the value of KEY=VALUE\"},"
        "{\"type\":\"string\",\"name\":\"sample.asked\",\"arg\":{\"isIndex\":true,\"isKey\":true},"
        "\"desc\":\"the argument as it arrives\"},"
        "{\"type\":\"string\",\"name\":\"sample.input\",\"desc\":\"the rest as it arrives\"},"
        "{\"type\":\"string\",\"name\":\"sample.fails\",\"desc\":\"never a value\"},"
        "{\"type\":\"string\",\"name\":\"sample.none\",\"desc\":\"never a value either\"}"
        "]");
#endif
}
#endif

#ifdef EXTRACT_TYPES
uint16_t *plugin_get_extract_event_types(uint32_t *count, void *of) {
    static uint16_t types[] = {EXTRACT_TYPES};
    (void)of;
    *count = sizeof types / sizeof *types;
    return types;
}
#endif

enum { MOST = 1024 };

/* The values that the plugin keeps until the next extraction. */
static char line[1 << 16];
static const char *texts[MOST];
static uint64_t numbers[MOST];
static uint32_t truth;
static struct bytes address;
static unsigned char octets[16];

static uint64_t split(void) {
    static char words[sizeof line];
    uint64_t count = 0;
    strcpy(words, line);
    char *rest;
    for (char *word = strtok_r(words, " ", &rest); word && count < MOST; word = strtok_r(NULL, " ", &rest))
        texts[count++] = word;
    return count;
}

/* Reads a.b.c.d of a word "ip=...", or makes an IPv6 address of "ip6=N". */
static uint32_t find_address(void) {
    uint64_t count = split();
    unsigned parts[4];
    for (uint64_t i = 0; i < count; i++) {
        if (sscanf(texts[i], "ip=%u.%u.%u.%u", parts, parts + 1, parts + 2, parts + 3) == 4) {
            for (int j = 0; j < 4; j++)
                octets[j] = (unsigned char)parts[j];
            return 4;
        }
        if (sscanf(texts[i], "ip6=%x", parts) == 1) {
            memset(octets, 0, sizeof octets);
            octets[0] = 0x20;
            octets[1] = 0x01;
            octets[15] = (unsigned char)parts[0];
            return 16;
        }
    }
    return 0;
}

static void put_text(struct extracted *field, const char *text) {
    texts[0] = text;
    field->values.text = texts;
    field->count = text ? 1 : 0;
}

static void put_number(struct extracted *field, uint64_t number) {
    numbers[0] = number;
    field->values.number = numbers;
    field->count = 1;
}

static void extract_list(struct extracted *field) {
    field->count = split();
    if (!strcmp(field->name, "sample.words")) {
        field->values.text = texts;
        return;
    }
    for (uint64_t i = 0; i < field->count; i++)
        numbers[i] = strlen(texts[i]);
    field->values.number = numbers;
}

static void extract_value(struct extracted *field) {
    uint64_t count = split();
    size_t length = strlen(field->key);
    for (uint64_t i = 0; i < count; i++)
        if (!strncmp(texts[i], field->key, length) && texts[i][length] == '=') {
            put_text(field, texts[i] + length + 1);
            return;
        }
    field->count = 0;
}

static void spoil_value(const struct state *state, struct extracted *field) {
    if (is_mode(state, "value:null-text"))
        texts[0] = NULL;
    else if (is_mode(state, "value:null"))
        field->values.text = NULL;
    else if (is_mode(state, "value:several"))
        field->count = 2;
    else if (is_mode(state, "value:many"))
        field->count = UINT64_MAX;
    else if (is_mode(state, "value:wild"))
        field->values.text = (const char **)8;
    else if (is_mode(state, "value:huge")) {
        char *huge = malloc(3 << 20);
        if (!huge)
            abort();
        memset(huge, 'x', (3 << 20) - 1);
        huge[(3 << 20) - 1] = 0;
        texts[0] = huge;
    } else if (is_mode(state, "value:truth"))
        truth = 2;
    else if (is_mode(state, "value:address"))
        address.length = 7;
    else if (is_mode(state, "value:own")) {
        /* fields of the request that only the host may write */
        field->type = 99;
        field->name = NULL;
        field->is_list = 1;
    }
}

static int32_t __attribute__((unused)) extract(struct state *state, const struct event_input *input,
                                               struct extracted *field) {
    static char text[256];
    const struct plugin_event *event = (const struct plugin_event *)input->event;
    size_t length = event->data_length < sizeof line ? event->data_length : sizeof line - 1;
    memcpy(line, event + 1, length);
    line[length] = 0;
    field->count = 0;
    switch (field->id) {
    case 0:
        put_text(field, line);
        break;
    case 1:
        put_number(field, length);
        break;
    case 2:
        truth = length > 10;
        field->values.truth = &truth;
        field->count = 1;
        break;
    case 3:
        put_number(field, length * 1000000007);
        break;
    case 4:
        put_number(field, event->head.ts);
        break;
    case 5:
    case 6:
        address = (struct bytes){find_address(), octets};
        field->values.bytes = &address;
        field->count = address.length != 0;
        break;
    case 7:
    case 8:
        extract_list(field);
        break;
    case 9:
        put_text(field, field->index < split() ? texts[field->index] : NULL);
        break;
    case 10:
        extract_value(field);
        break;
    case 11:
        snprintf(text, sizeof text, "%u %llu %s", field->has_argument, (unsigned long long)field->index,
                 field->key ? field->key : "no key");
        put_text(field, text);
        break;
    case 12:
        snprintf(text, sizeof text, "%llu %s %u %d %u %u %u %u", (unsigned long long)input->number, input->source,
                 event->head.type, (int)event->head.tid, event->id, field->type, field->is_list, field->id);
        put_text(field, text);
        break;
    case 13:
        fail(state, "this field always fails");
        return RC_FAILURE;
    default:
        break;
    }
    spoil_value(state, field);
    return RC_SUCCESS;
}

#ifndef WITHOUT_EXTRACT
int32_t plugin_extract_fields(void *of, const struct event_input *event, const struct extract_input *input) {
    misbehave(of, "extract");
    for (uint32_t i = 0; i < input->count; i++) {
        int32_t rc = extract(of, event, &input->fields[i]);
        if (rc != RC_SUCCESS)
            return rc;
    }
    return RC_SUCCESS;
}
#endif

#ifdef WITH_PARSE
int32_t plugin_parse_event(void *of, const struct event_input *event, const void *input) {
    (void)of;
    (void)event;
    (void)input;
    return RC_SUCCESS;
}
#endif

#ifdef WITH_ASYNC
const char *plugin_get_async_events(void) {
    return "[\"sampled\"]";
}

int32_t plugin_set_async_event_handler(void *of, void *owner, void *handler) {
    (void)of;
    (void)owner;
    (void)handler;
    return RC_SUCCESS;
}
#endif

#ifdef WITH_LISTEN
int32_t plugin_capture_open(void *of, const void *input) {
    (void)of;
    (void)input;
    return RC_SUCCESS;
}

int32_t plugin_capture_close(void *of, const void *input) {
    return plugin_capture_open(of, input);
}
#endif

#ifdef WITH_SCHEMA
const char *plugin_get_init_schema(int32_t *kind) {
    *kind = 1;
    return "{}";
}
#endif

#ifdef AT_LOAD
static void __attribute__((constructor)) at_load(void) {
    AT_LOAD;
}
#endif
