// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import io.kguard.internal.goal.RuleTests;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.ruletest.RuleTestSources;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rule tests of a folder. Only a build can compile and run them.
 *
 * @param folder the folder
 * @param out the standard output
 */
record JavaRuleTests(Path folder, PrintStream out) implements RuleTests {
    private static final List<String> LANGUAGES = List.of("java", "kotlin", "groovy", "scala");
    private static final int MAX_NAMED = 5;

    @Override
    public void sayWhatIsNotRun() throws IOException {
        List<Path> sources = LANGUAGES.stream()
                .map(language -> folder.resolve("src/test").resolve(language))
                .toList();
        List<Path> tests = RuleTestSources.notCompiled(sources, folder.resolve("there/are/no/classes"));
        if (!tests.isEmpty()) {
            out.println("NOT RUN: " + tests.size() + (tests.size() == 1 ? " file" : " files")
                    + " of rule tests in Java. They need Maven: mvn kguard:verify");
            Stream<String> named = tests.stream().limit(MAX_NAMED).map(file -> "  " + ConsoleText.of(file.toString()));
            Stream<String> more =
                    tests.size() > MAX_NAMED ? Stream.of("  and " + (tests.size() - MAX_NAMED) + " more") : Stream.of();
            out.println(Stream.concat(named, more).collect(Collectors.joining("\n")));
        }
    }
}
