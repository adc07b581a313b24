// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_EVENTS_H
#define KGUARD_EVENTS_H

#include "plugin.h"

#define MAX_EVENT (1U << 20)

/* Sends the next events of the source: as many of the plugin's batch as the request lets, at least one. */
void events_next(struct plugin *plugin);

/* An event that a request has. It is valid until the next call. */
struct event_input *events_given(const char *source);

/* Sends a text for the event that the request has; the empty one if the plugin has none. */
void events_text(const struct plugin *plugin, const char *source);

#endif
