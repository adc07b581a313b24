// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.Program;

/**
 * The rules for one kind of event. They are interpreted at first; when events keep coming they are compiled, which takes
 * longer than a short capture does.
 */
final class Bucket {
    private volatile Program program;
    private volatile boolean compiled;

    Bucket(Program program) {
        this.program = program;
    }

    Program program() {
        return program;
    }

    boolean isCompiled() {
        return compiled;
    }

    void compiled(Program better) {
        program = better;
        compiled = true;
    }
}
