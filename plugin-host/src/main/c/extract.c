// SPDX-License-Identifier: Apache-2.0
#include "extract.h"

#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "owner.h"
#include "wire.h"

#define MAX_FIELDS 10000U
#define MAX_VALUES 100000U
#define MAX_VALUE  (1U << 20)

enum outcome { OUTCOME_NONE = 0, OUTCOME_VALUES = 1, OUTCOME_FAILED = 2 };

/* The fields as the plugin is asked for them, without values. */
static struct extracted *plan;
static uint32_t plan_count;
static char *plan_source;

static void forget_plan(void) {
    for (uint32_t i = 0; i < plan_count; i++) {
        free((char *)plan[i].name);
        free((char *)plan[i].key);
    }
    free(plan);
    free(plan_source);
}

void extract_plan(const struct plugin *plugin) {
    if (!(plugin->capabilities & EXTRACTION))
        die("a request for fields of what has none");
    forget_plan();
    plan_source = request_string();
    plan_count = request_number();
    if (plan_count > MAX_FIELDS)
        die("a request for %u fields", plan_count);
    plan = calloc(plan_count + 1, sizeof *plan);
    if (!plan)
        die("no memory");
    for (uint32_t i = 0; i < plan_count; i++) {
        struct extracted *field = &plan[i];
        field->id = request_number();
        field->name = request_string();
        field->type = request_number();
        field->is_list = request_byte();
        field->has_argument = request_byte();
        field->key = request_byte() ? request_string() : NULL;
        field->index = request_long();
    }
    request_end();
    reply_begin(REPLY_RESULT);
    reply_send();
}

const char *extract_source(void) {
    return plan_source ? plan_source : "";
}

static const char *put_bytes(const char *data, size_t length) {
    if (length > MAX_VALUE)
        return "has a value of more than 1 MiB";
    reply_bytes(data, (uint32_t)length);
    return NULL;
}

/* Writes a value. Returns what is wrong with it, or NULL. */
static const char *put_value(const struct extracted *field, uint64_t at) {
    switch (field->type) {
    case TYPE_STRING: {
        const char *text = field->values.text[at];
        return text ? put_bytes(text, strnlen(text, MAX_VALUE + 1)) : "has a string that is NULL";
    }
    case TYPE_UINT64:
    case TYPE_RELTIME:
    case TYPE_ABSTIME:
        reply_long(field->values.number[at]);
        return NULL;
    case TYPE_BOOL: {
        uint32_t truth = field->values.truth[at];
        reply_byte(truth != 0);
        return truth <= 1 ? NULL : "has a boolean that is neither 0 nor 1";
    }
    case TYPE_IPADDR:
    case TYPE_IPNET: {
        struct bytes address = field->values.bytes[at];
        if (!address.data || (address.length != 4 && address.length != 16))
            return "has an address that has not 4 or 16 bytes";
        return put_bytes(address.data, address.length);
    }
    default:
        die("a field of the type %u", field->type);
    }
}

/* Writes the values of a field. Returns what is wrong with them, or NULL. */
static const char *put_values(const struct extracted *field) {
    if (!field->is_list && field->count > 1)
        return "is no list and has several values";
    if (field->count > MAX_VALUES)
        return "has more than 100,000 values";
    if (field->count == 0) {
        reply_byte(OUTCOME_NONE);
        return NULL;
    }
    if (!field->values.any)
        return "has a count of values, but no values";
    reply_byte(OUTCOME_VALUES);
    reply_number((uint32_t)field->count);
    for (uint64_t i = 0; i < field->count; i++) {
        const char *wrong = put_value(field, i);
        if (wrong)
            return wrong;
    }
    return NULL;
}

/* Falco asks for one field at a time, so a field that fails does not take others with it. */
static const char *extract_one(const struct plugin *plugin, const struct event_input *event,
                               const struct extracted *asked) {
    struct extracted field = *asked;
    struct extract_input input = {.count = 1, .fields = &field};
    owner_for_extraction(&input);
    if (plugin->api.extract_fields(plugin->state, event, &input) != RC_SUCCESS) {
        const char *error = plugin_error(plugin);
        reply_byte(OUTCOME_FAILED);
        reply_bytes(error, (uint32_t)strnlen(error, 4096));
        return NULL;
    }
    /* what was asked for is ours, whatever the plugin wrote there */
    struct extracted found = *asked;
    found.values = field.values;
    found.count = field.count;
    return put_values(&found);
}

void extract_values(const struct plugin *plugin) {
    const struct event_input *event = events_given(extract_source());
    reply_begin(REPLY_RESULT);
    for (uint32_t i = 0; i < plan_count; i++) {
        if (!plugin->extracts) {
            reply_byte(OUTCOME_NONE);
            continue;
        }
        const char *wrong = extract_one(plugin, event, &plan[i]);
        if (wrong) {
            reply_message(REPLY_BROKEN, "its field %s %s", plan[i].name, wrong);
            return;
        }
    }
    reply_send();
}
