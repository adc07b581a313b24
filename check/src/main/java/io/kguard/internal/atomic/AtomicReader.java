// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.atomic;

import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files in the format of Atomic Red Team. Keys that kguard does not need are left alone. */
final class AtomicReader {
    private static final YamlFormat FORMAT =
            new YamlFormat("atomic", "it should have attack_technique and atomic_tests", 1 << 20, 40, 20, 50_000);
    private static final int MAX_TESTS = 500;
    private static final int MAX_ENTRIES = 100;

    private AtomicReader() {}

    /**
     * Reads a file.
     *
     * @throws AtomicException if it is not such a file
     * @throws IOException if it can't be read
     */
    static List<AtomicTest> read(Path path) throws IOException {
        YamlDocument document = YamlDocument.read(path.toString(), path, FORMAT, (value, written) -> written);
        YamlValue root = document.root();
        List<AtomicTest> tests = root == null ? List.of() : tests(root);
        if (document.mistakes() > 0) {
            throw new AtomicException(YamlProblem.render(document.problems()));
        }
        return tests;
    }

    private static List<AtomicTest> tests(YamlValue root) {
        YamlMapping file = root.mapping("an atomic");
        if (file == null) {
            return List.of();
        }
        file.require("attack_technique", "for example attack_technique: T1003.008");
        file.require("atomic_tests", "a list of tests");
        String technique = file.withoutNothing().text("attack_technique", "");
        List<AtomicTest> tests = new ArrayList<>();
        for (YamlValue item : file.items("atomic_tests", MAX_TESTS)) {
            YamlMapping test = item.mapping("a test");
            if (test != null) {
                test.require("name", "name the test");
                tests.add(test(technique, tests.size() + 1, item, test.withoutNothing()));
            }
        }
        return tests;
    }

    private static AtomicTest test(String technique, int index, YamlValue item, YamlMapping test) {
        YamlMapping executor = test.mapping("executor", "executor");
        List<AtomicTest.Dependency> dependencies = new ArrayList<>();
        for (YamlValue entry : test.items("dependencies", MAX_ENTRIES)) {
            YamlMapping dependency = entry.mapping("a dependency");
            if (dependency != null && dependency.get("prereq_command") != null) {
                dependency.withoutNothing();
                dependencies.add(new AtomicTest.Dependency(
                        dependency.text("prereq_command", ""), dependency.text("get_prereq_command", "")));
            }
        }
        return new AtomicTest(
                new AtomicTest.TestNumber(technique, index),
                test.text("name", ""),
                item.document().file() + ":" + item.line() + ":" + item.column(),
                test.texts("supported_platforms", MAX_ENTRIES),
                arguments(test.mapping("input_arguments", "input_arguments")),
                dependencies,
                executor == null ? AtomicTest.Executor.NONE : executor(executor.withoutNothing()));
    }

    private static AtomicTest.Executor executor(YamlMapping executor) {
        return new AtomicTest.Executor(
                executor.text("name", ""), executor.text("command", ""), executor.text("cleanup_command", ""));
    }

    private static Map<String, String> arguments(@Nullable YamlMapping given) {
        Map<String, String> arguments = new LinkedHashMap<>();
        if (given != null) {
            for (YamlValue value : given.values()) {
                YamlMapping argument = value.mapping("an input argument");
                if (argument != null && argument.get("default") != null) {
                    arguments.put(value.key(), argument.withoutNothing().text("default", ""));
                }
            }
        }
        return arguments;
    }
}
