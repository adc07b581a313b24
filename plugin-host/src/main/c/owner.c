// SPDX-License-Identifier: Apache-2.0
#include "owner.h"

#include <stdint.h>
#include <stdio.h>

static int owner;
static const char *refused;

static const char *last_error(void *of) {
    (void)of;
    return refused;
}

static void refuse(void) {
    refused = "kguard has no tables of threads or of other plugins";
}

static void *no_list(void *of, uint32_t *count) {
    (void)of;
    *count = 0;
    refuse();
    return NULL;
}

static void *no_table(void *of, const char *name, int32_t key) {
    (void)of;
    (void)name;
    (void)key;
    refuse();
    return NULL;
}

static int32_t not_added(void *of, const void *table) {
    (void)of;
    (void)table;
    refuse();
    return RC_FAILURE;
}

static const void *no_fields(void *table, uint32_t *count) {
    return no_list(table, count);
}

static const char *no_name(void *table) {
    (void)table;
    refuse();
    return NULL;
}

static uint64_t no_size(void *table) {
    (void)table;
    refuse();
    return UINT64_MAX;
}

static void *no_entry(void *table, const void *key) {
    (void)table;
    (void)key;
    refuse();
    return NULL;
}

static int32_t not_read(void *table, void *entry, const void *field, void *value) {
    (void)entry;
    (void)field;
    (void)value;
    return not_added(table, NULL);
}

static void not_released(void *table, void *entry) {
    (void)table;
    (void)entry;
    refuse();
}

static uint32_t not_iterated(void *table, void *function, void *state) {
    (void)table;
    (void)function;
    (void)state;
    refuse();
    return 0;
}

static int32_t not_cleared(void *table) {
    return not_added(table, NULL);
}

static void *not_created(void *table) {
    return no_entry(table, NULL);
}

static void *not_entered(void *table, const void *key, void *entry) {
    (void)entry;
    return no_entry(table, key);
}

static int32_t not_written(void *table, void *entry, const void *field, const void *value) {
    (void)entry;
    (void)field;
    return not_added(table, value);
}

static struct table_reader reader = {no_name, no_size, no_entry, not_read, not_released, not_iterated};
static struct table_writer writer = {not_cleared, not_added, not_created, not_released, not_entered, not_written};
static struct table_fields fields = {no_fields, no_table, no_table};

/* What the plugin logs goes where its other output goes: into the message if it fails. */
static void say(void *of, const char *component, const char *message, int32_t severity) {
    (void)of;
    (void)severity;
    fprintf(stderr, "%s%s%s\n", component ? component : "", component ? ": " : "", message ? message : "");
}

const struct init_input *owner_for_init(const char *config, int with_tables) {
    static struct tables tables;
    static struct init_input input;
    tables = (struct tables){no_list, no_table, not_added, fields, &fields, &reader, &writer};
    input = (struct init_input){config, &owner, last_error, with_tables ? &tables : NULL, say};
    return &input;
}

void owner_for_extraction(struct extract_input *input) {
    input->owner = &owner;
    input->last_error = last_error;
    input->reader_old = (struct table_reader_old){no_name, no_size, no_entry, not_read};
    input->reader = &reader;
    input->offsets = NULL;
}
