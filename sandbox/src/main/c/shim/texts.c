// SPDX-License-Identifier: Apache-2.0
#include "texts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "report.h"

char *texts_next(struct texts *texts) {
    uint32_t length;
    if (!texts->left)
        return NULL;
    errno = 0;
    if (texts->left < sizeof length + 1)
        die("a frame ends within a string");
    memcpy(&length, texts->at, sizeof length);
    length = ntohl(length);
    if (texts->left - sizeof length - 1 < length)
        die("a frame ends within a string");
    char *text = texts->at + sizeof length;
    if (text[length] || strlen(text) != length)
        die("a string contains a NUL");
    texts->at = text + length + 1;
    texts->left -= sizeof length + length + 1;
    return text;
}

int texts_all(struct texts *texts, char *all[], int most) {
    int count = 0;
    for (char *text; (text = texts_next(texts));) {
        errno = 0;
        if (count == most)
            die("a frame has more than %d strings", most);
        all[count++] = text;
    }
    all[count] = NULL;
    return count;
}
