// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_PLUGIN_H
#define KGUARD_PLUGIN_H

#include <stdbool.h>
#include <stdint.h>

#include "abi.h"

#define MAX_TEXT (8U << 20)

enum capability { SOURCING = 1, EXTRACTION = 2, PARSING = 4, ASYNC = 8, LISTENING = 16 };

/* The plugin of this process: there is one. */
struct plugin {
    struct functions api;
    unsigned capabilities;
    uint32_t id;
    void *state;
    void *instance;
    bool is_open;
    /* whether it wants to extract from plugin events */
    bool extracts;
};

/* Each of these sends its own reply. */
void plugin_load(struct plugin *plugin, const char *library);
void plugin_init(struct plugin *plugin, const char *config);
void plugin_open(struct plugin *plugin, const char *params);

/* What the plugin says of its last failure; never NULL. */
const char *plugin_error(const struct plugin *plugin);

#endif
