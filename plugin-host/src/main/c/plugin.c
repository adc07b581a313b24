// SPDX-License-Identifier: Apache-2.0
#include "plugin.h"

#include <dlfcn.h>
#include <string.h>

#include "owner.h"
#include "wire.h"

/* A function of the library, or NULL. */
#define FIND(name) *(void **)&api->name = dlsym(library, "plugin_" #name)

static void find_functions(struct functions *api, void *library) {
    FIND(get_required_api_version);
    FIND(get_version);
    FIND(get_name);
    FIND(get_description);
    FIND(get_contact);
    FIND(get_init_schema);
    FIND(get_last_error);
    FIND(init);
    FIND(destroy);
    FIND(get_id);
    FIND(get_event_source);
    FIND(open);
    FIND(close);
    FIND(next_batch);
    FIND(event_to_string);
    FIND(get_fields);
    FIND(get_extract_event_sources);
    FIND(get_extract_event_types);
    FIND(extract_fields);
    FIND(parse_event);
    FIND(get_async_events);
    FIND(set_async_event_handler);
    FIND(capture_open);
    FIND(capture_close);
}

#define REQUIRE(name)                                                                                                  \
    if (!api->name)                                                                                                    \
    return "plugin_" #name

/* The name of a function that every plugin must have and this one does not; NULL if it has all. */
static const char *missing(const struct functions *api) {
    REQUIRE(get_required_api_version);
    REQUIRE(get_version);
    REQUIRE(get_name);
    REQUIRE(get_description);
    REQUIRE(get_contact);
    REQUIRE(init);
    REQUIRE(destroy);
    REQUIRE(get_last_error);
    return NULL;
}

static const char *or_empty(const char *text) {
    return text ? text : "";
}

static bool is_empty(const char *text) {
    return !text || !*text;
}

/* Notes what the plugin can do. Returns what is contradictory about it, or NULL. */
static const char *find_capabilities(struct plugin *plugin) {
    struct functions *api = &plugin->api;
    if (api->open && api->close && api->next_batch) {
        plugin->id = api->get_id ? api->get_id() : 0;
        const char *source = api->get_event_source ? api->get_event_source() : NULL;
        if ((plugin->id != 0) == is_empty(source))
            return "it must have both an id (plugin_get_id) and an event source (plugin_get_event_source), or neither";
        plugin->capabilities |= SOURCING;
    } else if (api->open || api->close || api->next_batch) {
        return "it must have all of plugin_open, plugin_close and plugin_next_batch, or none";
    }
    if (api->get_fields && api->extract_fields)
        plugin->capabilities |= EXTRACTION;
    else if (api->extract_fields)
        return "it has plugin_extract_fields, but no plugin_get_fields";
    if (api->parse_event)
        plugin->capabilities |= PARSING;
    if (api->get_async_events && api->set_async_event_handler)
        plugin->capabilities |= ASYNC;
    else if (api->set_async_event_handler)
        return "it has plugin_set_async_event_handler, but no plugin_get_async_events";
    if (api->capture_open && api->capture_close)
        plugin->capabilities |= LISTENING;
    else if (api->capture_open)
        return "it has plugin_capture_open, but no plugin_capture_close";
    return plugin->capabilities ? NULL : "it can neither make events nor extract fields";
}

/* Reads a number and moves behind it, and behind a dot. Returns false if there is none, or a very large one. */
static bool take_number(const char **text, unsigned *number) {
    const char *digit = *text;
    for (*number = 0; *digit >= '0' && *digit <= '9' && *number < 100000; digit++)
        *number = *number * 10 + (unsigned)(*digit - '0');
    bool found = digit > *text && *number < 100000;
    *text = *digit == '.' ? digit + 1 : digit;
    return found;
}

/* Whether the plugin is of a version of the API that the structures of abi.h are those of. Sends a reply if not. */
static bool is_of_version(const char *version) {
    unsigned major, minor, patch;
    const char *rest = or_empty(version);
    if (!take_number(&rest, &major) || !take_number(&rest, &minor) || !take_number(&rest, &patch)) {
        reply_message(REPLY_BROKEN, "plugin_get_required_api_version returns \"%s\", which is no version",
                      or_empty(version));
        return false;
    }
    if (major != API_MAJOR || minor > API_MINOR) {
        reply_message(REPLY_BROKEN, "it needs version %s of the plugin API, and kguard has %d.0 to %d.%d", version,
                      API_MAJOR, API_MAJOR, API_MINOR);
        return false;
    }
    return true;
}

/*
 * Writes a text that the plugin returns into the reply, at once: the next call of any of its functions may change it.
 * Returns false after a reply of its own if it can't be passed on.
 */
static bool put_text(const char *function, const char *text) {
    if (!text)
        reply_message(REPLY_BROKEN, "plugin_%s returns no text", function);
    else if (strnlen(text, MAX_TEXT) == MAX_TEXT)
        reply_message(REPLY_BROKEN, "plugin_%s returns a text of more than %u bytes", function, MAX_TEXT);
    else {
        reply_text(text);
        return true;
    }
    return false;
}

#define PUT(name)          put_text(#name, api->name())
#define PUT_IF(has, name)  put_text(#name, (has) ? api->name() : "")
#define PUT_OPTIONAL(name) put_text(#name, or_empty(api->name ? api->name() : NULL))

static void describe(const struct plugin *plugin) {
    const struct functions *api = &plugin->api;
    int32_t kind = 0;
    reply_begin(REPLY_RESULT);
    reply_number(plugin->id);
    reply_number(plugin->capabilities);
    if (PUT(get_required_api_version) && PUT(get_name) && PUT(get_version) && PUT(get_description) &&
        PUT(get_contact) && PUT_IF(plugin->capabilities & SOURCING && plugin->id, get_event_source) &&
        PUT_OPTIONAL(get_extract_event_sources) && PUT_IF(plugin->capabilities & EXTRACTION, get_fields) &&
        put_text("get_init_schema", or_empty(api->get_init_schema ? api->get_init_schema(&kind) : NULL))) {
        reply_number((uint32_t)kind);
        reply_send();
    }
}

void plugin_load(struct plugin *plugin, const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        reply_message(REPLY_BROKEN, "it can't be loaded: %s", dlerror());
        return;
    }
    find_functions(&plugin->api, library);
    const char *lacking = missing(&plugin->api);
    if (lacking) {
        reply_message(REPLY_BROKEN, "it has no function %s, which every plugin must have", lacking);
        return;
    }
    if (!is_of_version(plugin->api.get_required_api_version()))
        return;
    const char *wrong = find_capabilities(plugin);
    if (wrong)
        reply_message(REPLY_BROKEN, "%s", wrong);
    else
        describe(plugin);
}

const char *plugin_error(const struct plugin *plugin) {
    /* without a state there is nobody to ask */
    return or_empty(plugin->state ? plugin->api.get_last_error(plugin->state) : NULL);
}

/* Whether plugin events are among those that the plugin extracts from: all are if it names none. */
static bool wants_plugin_events(const struct plugin *plugin) {
    uint32_t count = 0;
    uint16_t *types =
        plugin->api.get_extract_event_types ? plugin->api.get_extract_event_types(&count, plugin->state) : NULL;
    if (!types || count == 0)
        return true;
    for (uint32_t i = 0; i < count; i++)
        if (types[i] == PLUGIN_EVENT)
            return true;
    return false;
}

void plugin_init(struct plugin *plugin, const char *config) {
    int32_t rc = RC_FAILURE;
    plugin->state = plugin->api.init(owner_for_init(config, (plugin->capabilities & EXTRACTION) != 0), &rc);
    if (rc != RC_SUCCESS) {
        reply_message(REPLY_FAILED, "%s", plugin_error(plugin));
        return;
    }
    plugin->extracts = (plugin->capabilities & EXTRACTION) && wants_plugin_events(plugin);
    reply_begin(REPLY_RESULT);
    reply_send();
}

void plugin_open(struct plugin *plugin, const char *params) {
    if (!(plugin->capabilities & SOURCING) || plugin->is_open)
        die("a request to open what can't be opened");
    int32_t rc = RC_FAILURE;
    plugin->instance = plugin->api.open(plugin->state, params, &rc);
    if (rc != RC_SUCCESS) {
        reply_message(REPLY_FAILED, "%s", plugin_error(plugin));
        return;
    }
    plugin->is_open = true;
    reply_begin(REPLY_RESULT);
    reply_send();
}
