// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.SystemCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of suite files has each system call of a step, with its arguments. */
class SystemCallPageTest {
    private static final Path PAGE = Path.of("../docs/scenarios.md");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void everySystemCallHasItsArguments() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        List<String> section = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals("### System calls"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .toList();
        for (String row : section) {
            Matcher name = NAME.matcher(row);
            if (name.find()) {
                Set<String> arguments = new TreeSet<>();
                documented.put(name.group(1), arguments);
                while (name.find()) {
                    arguments.add(name.group(1));
                }
            }
        }
        Map<String, Set<String>> known = new TreeMap<>();
        for (SystemCall call : SystemCall.all()) {
            if (call.steps() != null) {
                known.put(call.name(), new TreeSet<>(StepPlan.keysOf(call.steps())));
            }
        }
        assertThat(documented).isEqualTo(known);
    }
}
