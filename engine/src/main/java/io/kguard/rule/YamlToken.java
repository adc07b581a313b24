// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A word or sign of a YAML text. Whether it counts may be known only after what follows it. */
final class YamlToken {
    /** What it is. */
    enum Kind {
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

    enum Status {
        VALID,
        INVALID,
        UNKNOWN
    }

    final Kind type;
    final int start;
    /** The name of an anchor, alias, tag or directive. */
    final String name;
    /** What a directive is given. */
    final List<String> parameters;

    final YamlContent.@Nullable Text text;
    Status status = Status.VALID;

    private YamlToken(Kind type, int start, String name, List<String> parameters, YamlContent.@Nullable Text text) {
        this.type = type;
        this.start = start;
        this.name = name;
        this.parameters = parameters;
        this.text = text;
    }

    static YamlToken of(Kind type, int start) {
        return new YamlToken(type, start, "", List.of(), null);
    }

    static YamlToken named(Kind type, int start, String name) {
        return new YamlToken(type, start, name, List.of(), null);
    }

    static YamlToken directive(int start, String name, List<String> parameters) {
        return new YamlToken(Kind.DIRECTIVE, start, name, List.copyOf(parameters), null);
    }

    static YamlToken scalar(Kind type, YamlContent.Text text) {
        return new YamlToken(type, text.start(), "", List.of(), text);
    }
}
