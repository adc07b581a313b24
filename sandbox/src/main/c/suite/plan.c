// SPDX-License-Identifier: Apache-2.0
#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fail.h"

#define MAX_PLAN  (1 << 20)
#define MAX_WORDS 10000

_Noreturn static void malformed(void) {
    errno = 0;
    die("the plan is malformed");
}

void plan_read(struct plan *plan, int fd) {
    *plan = (struct plan){.text = malloc(MAX_PLAN), .words = malloc(MAX_PLAN)};
    if (!plan->text || !plan->words)
        die("memory for the plan");
    for (ssize_t n; (n = read(fd, plan->text + plan->length, MAX_PLAN - plan->length));) {
        if (n < 0)
            die("read the plan");
        plan->length += (size_t)n;
    }
    if (!plan->length || plan->length == MAX_PLAN)
        malformed();
    memcpy(plan->words, plan->text, plan->length);
}

void plan_of(struct plan *plan, char *text, size_t length) {
    *plan = (struct plan){.text = text, .length = length, .words = malloc(length)};
    if (!plan->words)
        die("memory for the plan");
    memcpy(plan->words, text, length);
}

char *plan_word(struct plan *plan) {
    size_t length = 0;
    size_t at = plan->at;
    while (at < plan->length && plan->words[at] >= '0' && plan->words[at] <= '9' && length < MAX_PLAN)
        length = length * 10 + (size_t)(plan->words[at++] - '0');
    if (at == plan->at || at >= plan->length || plan->words[at] != ':' || length >= plan->length - at - 1)
        malformed();
    char *word = plan->words + at + 1;
    if (word[length] != '\n')
        malformed();
    word[length] = 0;
    plan->at = at + 1 + length + 1;
    return word;
}

long plan_number(struct plan *plan) {
    char *end;
    const char *word = plan_word(plan);
    long number = strtol(word, &end, 10);
    if (!*word || *end)
        malformed();
    return number;
}

char **plan_words(struct plan *plan) {
    long count = plan_number(plan);
    if (count < 0 || count > MAX_WORDS)
        malformed();
    char **words = calloc((size_t)count + 1, sizeof *words);
    if (!words)
        die("memory for the plan");
    for (long i = 0; i < count; i++)
        words[i] = plan_word(plan);
    return words;
}
