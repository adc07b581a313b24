package io.kguard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.FalcoVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Rule files and all that kguard says about them, in {@code golden/}. With {@code -Dgolden.accept} what it says now becomes
 * the expected text.
 */
class GoldenRuleFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/kguard/rule/golden");

    @TestFactory
    Stream<DynamicTest> saysThis() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(10);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path file) throws IOException {
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        FalcoVersion version = text.contains("falco: 0.40") ? FalcoVersion.V0_40 : FalcoVersion.CURRENT;
        String actual = text(RuleLoader.of(version).loadText(name, text));

        Path expected = FOLDER.resolve(name.replace(".yaml", ".txt"));
        if (System.getProperty("golden.accept") != null) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private static String text(LoadResult result) {
        StringBuilder text = new StringBuilder();
        result.diagnostics()
                .forEach(diagnostic -> text.append(diagnostic.render()).append('\n'));
        for (Rule rule : result.rules()) {
            text.append("rule: ").append(rule.name());
            text.append(rule.enabled() ? "" : " (disabled)").append('\n');
            text.append("  condition: ").append(rule.text()).append('\n');
            text.append("  output: '").append(rule.output()).append("'\n");
            text.append("  priority: ")
                    .append(rule.priority())
                    .append(", tags: ")
                    .append(rule.tags())
                    .append('\n');
        }
        return text.toString();
    }
}
