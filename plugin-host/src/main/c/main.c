// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>

#include "confine.h"
#include "events.h"
#include "extract.h"
#include "plugin.h"
#include "supervise.h"
#include "wire.h"

/*
 * Loads a plugin of Falco and answers requests about it until its input ends. Its starter speaks frames (wire.h) on
 * standard input and output. What the plugin writes itself, and how it ended, is on the standard error when this
 * process has ended.
 */

#define MAX_READABLE 1000U

static struct plugin plugin;

/* The library, and the files that the plugin may read beside it. */
static void load(void) {
    char *library = request_string();
    uint32_t landlock = request_number();
    uint32_t count = request_number();
    if (count > MAX_READABLE)
        die("a request for %u files", count);
    const char **readable = calloc(count + 1, sizeof *readable);
    if (!readable)
        die("no memory");
    readable[0] = library;
    for (uint32_t i = 1; i <= count; i++)
        readable[i] = request_string();
    request_end();
    if (confine(readable, count + 1, landlock) == 0)
        plugin_load(&plugin, library);
}

static void with_text(void (*function)(struct plugin *, const char *)) {
    char *text = request_string();
    request_end();
    function(&plugin, text);
    free(text);
}

static void answer(char request) {
    switch (request) {
    case 'i':
        with_text(plugin_init);
        break;
    case 'o':
        with_text(plugin_open);
        break;
    case 'n':
        events_next(&plugin);
        break;
    case 'q':
        extract_plan(&plugin);
        break;
    case 'x':
        extract_values(&plugin);
        break;
    case 't':
        events_text(&plugin, extract_source());
        break;
    default:
        die("a request of the unknown type %d", request);
    }
}

int main(void) {
    supervise();
    char request = request_next();
    if (request == 'l')
        load();
    else if (request != 0)
        die("a request before a plugin is loaded");
    while ((request = request_next()))
        answer(request);
    return 0;
}
