// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads suite files. */
public final class SuiteFile {
    private static final Map<String, Keys> KEYS = Keys.of(SuiteFile.class);

    /** The field by which alerts of a test's last process and its children are known: it has the test's name. */
    public static final String MARK = "proc.env[" + ProcessReader.MARK + "]";

    private static final String TESTS = "tests";

    private static final Pattern BEFORE_IT = Pattern.compile("\\uFEFF?[ \\t]*(#.*|---[ \\t]*)?");
    private static final Pattern FIRST_KEY = Pattern.compile("\\uFEFF?\\{?[ \\t]*[\"']?tests[\"']?[ \\t]*:");

    private SuiteFile() {}

    /** The keys of a mapping of suite files. */
    static Keys keys(String mapping) {
        return Keys.known(KEYS, mapping);
    }

    /** Makes YAML of the text of a file, which may have placeholders that YAML can't read. Other files stay as they are. */
    public static String prepared(String text) {
        boolean isSuite = text.lines()
                .filter(line -> !BEFORE_IT.matcher(line).matches())
                .findFirst()
                .filter(line -> FIRST_KEY.matcher(line).lookingAt())
                .isPresent();
        return isSuite ? Placeholders.hidden(text) : text;
    }

    /** Whether a document is a suite file: it has the key {@code tests} and is no scenario. */
    public static boolean isOne(YamlValue root) {
        return hasKey(root, TESTS) && !hasKey(root, "scenario");
    }

    private static boolean hasKey(YamlValue root, String key) {
        return root.isMapping() && root.find(List.of(key)) != root;
    }

    /** Whether a value is in the tests of a suite file, where a string may have any characters but NUL. */
    public static boolean isOfTest(YamlValue value) {
        return value.path().startsWith(TESTS + "[");
    }

    /** The tests. All mistakes become problems of the document. */
    public static List<SuiteTest> read(YamlValue root) {
        YamlMapping file = keys("file").read(root, "a suite file");
        List<SuiteTest> tests = new ArrayList<>();
        if (file == null) {
            return tests;
        }
        if (file.isEmptyList(TESTS)) {
            file.problem(TESTS, "\"tests\" is empty", "give it at least one test");
        }
        Map<String, SuiteTest> byName = new LinkedHashMap<>();
        int left = TestTemplate.MAX_TESTS;
        for (YamlValue item : file.items(TESTS, TestTemplate.MAX_TESTS)) {
            left -= new TestTemplate(item, left)
                    .expand((value, suffix) -> add(TestReader.read(value, suffix), byName, tests));
        }
        return tests;
    }

    private static void add(@Nullable SuiteTest test, Map<String, SuiteTest> byName, List<SuiteTest> tests) {
        if (test == null) {
            return;
        }
        SuiteTest other = byName.putIfAbsent(test.name(), test);
        if (other == null) {
            tests.add(test);
        } else {
            test.place()
                    .problem(
                            "there is another test " + test.name() + " at line "
                                    + other.place().line(),
                            "give one of them another name");
        }
    }
}
