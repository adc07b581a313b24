// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.console.Console;
import io.kguard.internal.result.RuleScope;
import io.kguard.internal.result.Thresholds;
import io.kguard.internal.ruletest.RuleTestClasses;
import io.kguard.internal.tool.mutation.MutationThresholds;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a goal works, and whom it talks to: a module of a Maven build, or a folder and a terminal. */
public interface Workplace {
    /** A file or folder, by its path in the project. */
    Path file(String name);

    /** Where a report goes if the user says nothing else. */
    Path report(String name);

    /** Where a report goes that the user did not ask for; empty if it is not written. */
    Optional<Path> furtherReport(String name);

    /** The class loader whose jars hold scenarios. */
    ClassLoader catalogue() throws IOException;

    /** Prints lines for people. */
    void say(String text);

    /** Prints a line for people beside what is printed for programs. */
    void sayBeside(String text);

    /** What is printed for programs. */
    PrintStream out();

    /** Where the user types. */
    InputStream in();

    /** Says something that the user should know. */
    void warn(String text);

    /** The console of a run. */
    Console console(boolean allRows);

    /** The rule tests in Java. */
    RuleTests ruleTests();

    /** Thresholds for some of the rules. */
    Map<RuleScope, Thresholds> thresholds();

    /** Thresholds for the mutants of some of the rules. */
    Map<RuleScope, MutationThresholds> mutationThresholds();

    /** How this program is started elsewhere; empty if it can't be. */
    Optional<OwnProgram> program();

    /** The classes of the rule tests in Java. */
    RuleTestClasses testClasses();

    /**
     * How this program is started elsewhere.
     *
     * @param words the program, before its arguments
     * @param files the files and folders that it needs
     */
    public record OwnProgram(List<String> words, List<Path> files) {
        /** Copies them. */
        public OwnProgram {
            words = List.copyOf(words);
            files = List.copyOf(files);
        }
    }
}
