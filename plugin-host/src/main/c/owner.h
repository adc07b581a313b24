// SPDX-License-Identifier: Apache-2.0
#ifndef KGUARD_OWNER_H
#define KGUARD_OWNER_H

#include "abi.h"

/*
 * What a plugin may ask of its host. Falco has tables of threads and of other plugins; there are none here, so each
 * question for one fails, as the API allows.
 */
const struct init_input *owner_for_init(const char *config, int with_tables);
void owner_for_extraction(struct extract_input *input);

#endif
