// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

/** A text is no YAML to Falco's parser, or it is more than a rule file can need. */
final class YamlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    YamlException(int offset, String message) {
        super(message, null, false, false);
        this.offset = offset;
    }

    /** Where it is. */
    public int offset() {
        return offset;
    }
}
