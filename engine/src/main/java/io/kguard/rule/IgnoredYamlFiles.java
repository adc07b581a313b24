// SPDX-License-Identifier: Apache-2.0
package io.kguard.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** Files that a reader of {@code .yaml} and {@code .yml} passes over, although someone may think that they are read. */
@API(status = API.Status.INTERNAL)
public final class IgnoredYamlFiles {
    private static final int BEGINNING = 4096;
    /** What the editor Vim keeps while a file is open. */
    private static final Pattern OPEN_IN_EDITOR = Pattern.compile("\\..*\\.sw[a-p]");
    /** Kubernetes keeps the files of a ConfigMap in such a folder, and shows links to them. */
    private static final Pattern BEHIND_CONFIG_MAP = Pattern.compile("\\.\\.(data|\\d{4}_\\d\\d_\\d\\d_.*)(_tmp)?");

    private IgnoredYamlFiles() {}

    /**
     * Whether a file with another ending looks like YAML that was meant to be read: by its name ({@code a.yaml~}), or by its first
     * line.
     *
     * @param firstLines how a line begins that only such a file begins with
     */
    public static boolean isMeant(Path file, String... firstLines) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (OPEN_IN_EDITOR.matcher(name).matches()) {
            return false;
        }
        return name.contains(".yaml") || name.contains(".yml") || begins(file, firstLines);
    }

    /** Whether Kubernetes keeps the files of a ConfigMap in a folder with this name; they are seen through links beside it. */
    public static boolean isBehindConfigMap(String name) {
        return BEHIND_CONFIG_MAP.matcher(name).matches();
    }

    private static boolean begins(Path file, String... firstLines) {
        if (!Files.isRegularFile(file)) {
            return false; // to open it could wait for ever
        }
        try (InputStream in = Files.newInputStream(file)) {
            String first = new String(in.readNBytes(BEGINNING), ISO_8859_1)
                    .replaceFirst("^\u00ef\u00bb\u00bf", "")
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("---"))
                    .findFirst()
                    .orElse("");
            return Stream.of(firstLines).anyMatch(first::startsWith);
        } catch (IOException e) {
            return true; // what it holds is not known
        }
    }
}
