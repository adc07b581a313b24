// SPDX-License-Identifier: Apache-2.0
package io.kguard.engine;

import io.kguard.internal.condition.Program;

/**
 * The rules for one kind of event. They are interpreted at first, and compiled when events of the kind keep coming. A
 * short capture ends before compiling pays off.
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
