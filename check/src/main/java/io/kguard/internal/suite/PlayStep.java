// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import java.util.List;

/**
 * One step of a process in a play: a system call, or with a dot before its name something that the program does itself.
 *
 * @param name its name
 * @param at the number of the value that it returns; those of its arguments follow
 * @param error the number of the error with which it must fail; 0 if it must not
 * @param words its arguments
 */
record PlayStep(String name, int at, int error, List<String> words) {
    PlayStep {
        words = List.copyOf(words);
    }

    /** A step of the program itself. */
    static PlayStep own(String name, String... words) {
        return new PlayStep("." + name, 0, 0, List.of(words));
    }

    Plan plan() {
        return new Plan().word(name).number(at).number(error).words(words);
    }
}
