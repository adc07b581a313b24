// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

/** What a token is. */
enum YamlTokenType {
    DIRECTIVE,
    DOC_START,
    DOC_END,
    BLOCK_SEQ_START,
    BLOCK_SEQ_END,
    BLOCK_MAP_START,
    BLOCK_MAP_END,
    BLOCK_ENTRY,
    FLOW_SEQ_START,
    FLOW_SEQ_END,
    FLOW_MAP_START,
    FLOW_MAP_END,
    FLOW_ENTRY,
    KEY,
    VALUE,
    ANCHOR,
    ALIAS,
    TAG,
    PLAIN_SCALAR,
    QUOTED_SCALAR
}
