// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_EXTRACT_H
#define KGUARD_EXTRACT_H

#include "plugin.h"

/* Takes from the request the fields that extract_values is to read of each event. */
void extract_plan(const struct plugin *plugin);

/* The source of the events, as the plan says. */
const char *extract_source(void);

/* Sends the values of the fields of the event that the request has. */
void extract_values(const struct plugin *plugin);

#endif
