// SPDX-License-Identifier: Apache-2.0
#include "events.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "wire.h"

#define MAX_BATCH (1U << 20)

enum status { STATUS_EVENTS = 0, STATUS_TIMEOUT = 1, STATUS_END = 2 };

/* What the plugin returned last: events are sent from it until none is left, and then what it returned with them. */
static struct event **batch;
static uint32_t batch_count;
static uint32_t batch_at;
static int32_t batch_rc = RC_SUCCESS;

/* Lets the plugin make events. Returns false after a reply if it did not. */
static bool fetch(struct plugin *plugin) {
    batch = NULL;
    batch_count = batch_at = 0;
    batch_rc = plugin->api.next_batch(plugin->state, plugin->instance, &batch_count, &batch);
    if (batch_rc != RC_SUCCESS && batch_rc != RC_TIMEOUT && batch_rc != RC_EOF) {
        batch_count = 0;
        reply_message(REPLY_FAILED, "%s", plugin_error(plugin));
        return false;
    }
    if (batch_count > MAX_BATCH || (batch_count > 0 && !batch)) {
        reply_message(REPLY_BROKEN, "plugin_next_batch returns %u events%s", batch_count,
                      batch ? "" : " and no list of them");
        return false;
    }
    if (batch_count == 0 && batch_rc == RC_SUCCESS) {
        reply_message(REPLY_BROKEN, "plugin_next_batch succeeds without an event");
        return false;
    }
    return true;
}

/* What is wrong with an event that the plugin made; NULL if it is one of its own. */
static const char *fault(const struct plugin *plugin, const struct plugin_event *event) {
    if (!event)
        return "plugin_next_batch returns a list with an event missing";
    if (event->head.type != PLUGIN_EVENT || event->head.parameters != 2)
        return "plugin_next_batch returns an event of another type than pluginevent";
    if (event->id_length != sizeof event->id || event->head.length < sizeof *event ||
        event->data_length != event->head.length - sizeof *event)
        return "plugin_next_batch returns an event whose lengths contradict each other";
    if (event->data_length > MAX_EVENT)
        return "plugin_next_batch returns an event of more than 1 MiB";
    if (event->id != 0 && event->id != plugin->id)
        return "plugin_next_batch returns an event with the id of another plugin";
    return NULL;
}

static uint64_t now(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_REALTIME, &time))
        die("this machine has no clock");
    return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

static void send_events(const struct plugin *plugin, uint32_t most, uint32_t most_bytes) {
    reply_begin(REPLY_RESULT);
    reply_byte(STATUS_EVENTS);
    size_t place = reply_size();
    uint32_t count = 0;
    reply_number(0);
    while (batch_at < batch_count && count < most && (count == 0 || reply_size() < most_bytes)) {
        const struct plugin_event *event = (const struct plugin_event *)batch[batch_at++];
        const char *wrong = fault(plugin, event);
        if (wrong) {
            reply_message(REPLY_BROKEN, "%s", wrong);
            return;
        }
        /* as Falco does for an event without a time */
        reply_long(event->head.ts == UINT64_MAX ? now() : event->head.ts);
        reply_bytes(event + 1, event->data_length);
        count++;
    }
    reply_patch(place, count);
    reply_send();
}

void events_next(struct plugin *plugin) {
    uint32_t most = request_number();
    uint32_t most_bytes = request_number();
    request_end();
    if (!plugin->is_open)
        die("a request for events of what is not open");
    if (batch_at == batch_count && batch_rc == RC_SUCCESS && !fetch(plugin))
        return;
    if (batch_at < batch_count) {
        send_events(plugin, most, most_bytes);
        return;
    }
    reply_begin(REPLY_RESULT);
    reply_byte(batch_rc == RC_EOF ? STATUS_END : STATUS_TIMEOUT);
    reply_number(0);
    reply_send();
    if (batch_rc == RC_TIMEOUT)
        batch_rc = RC_SUCCESS;
}

struct event_input *events_given(const char *source) {
    static struct plugin_event *event;
    static struct event_input input;
    uint64_t number = request_long();
    uint64_t ts = request_long();
    uint32_t id = request_number();
    uint32_t length;
    const void *data = request_bytes(&length);
    request_end();
    free(event);
    event = malloc(sizeof *event + length);
    if (!event)
        die("no memory");
    *event = (struct plugin_event){
        .head =
            {
                .ts = ts,
                .tid = UINT64_MAX,
                .length = (uint32_t)sizeof *event + length,
                .type = PLUGIN_EVENT,
                .parameters = 2,
            },
        .id_length = sizeof event->id,
        .data_length = length,
        .id = id,
    };
    memcpy(event + 1, data, length);
    input = (struct event_input){&event->head, number, source};
    return &input;
}

void events_text(const struct plugin *plugin, const char *source) {
    struct event_input *input = events_given(source);
    const char *text = plugin->api.event_to_string ? plugin->api.event_to_string(plugin->state, input) : NULL;
    reply_begin(REPLY_RESULT);
    reply_text(text);
    reply_send();
}
