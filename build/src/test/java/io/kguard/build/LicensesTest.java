// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A distribution that would ship something without its licence is not built. */
class LicensesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void aRuntime() throws IOException {
        write("home/lib/runtime/release", "JAVA_VERSION=\"25\"\nJAVA_RUNTIME_VERSION=\"25.0.3+9-LTS\"\n");
        write("kept/Apache-2.0.txt", "the text of Apache");
    }

    @Test
    void aTextIsOfTheJarElseOfTheLibraryElseOfTheLicence() throws IOException {
        jar("own-1", "META-INF/LICENSE.md", "META-INF/NOTICE", "own/LICENSE.class");
        jar("kept-2");
        write("kept/kept/COPYING", "the text of kept");
        jar("common-3", "META-INF/NOTICE");

        run(
                component("own", "1", id("MIT")),
                component("kept", "2", "{\"license\": {\"name\": \"Its own\"}}"),
                component("common", "3", id("EPL-2.0") + ", " + id("Apache-2.0")));

        assertThat(table().lines())
                .containsSubsequence(
                        "OpenJDK 25 GPL-2.0-only WITH Classpath-exception-2.0 licenses/GPL-2.0.txt lib/runtime/legal",
                        "common 3 Apache-2.0 licenses/Apache-2.0.txt licenses/common-3/NOTICE",
                        "kept 2 Its own licenses/kept-2/COPYING",
                        "own 1 MIT licenses/own-1/LICENSE.md licenses/own-1/NOTICE");
        assertThat(folder.resolve("home/licenses/kept-2/COPYING")).hasContent("the text of kept");
        assertThat(folder.resolve("home/licenses/own-1/LICENSE.md")).hasContent("META-INF/LICENSE.md");
        assertThat(folder.resolve("home/licenses/Apache-2.0.txt")).hasContent("the text of Apache");
    }

    @Test
    void whatHasNoTextIsNamed() throws IOException {
        jar("holder-1", "META-INF/NOTICE", "META-INF/thirdparty-LICENSE"); // others' alone
        jar("silent-2", "META-INF/LICENSE");
        jar("unknown-3", "META-INF/LICENSE");

        assertThatThrownBy(() -> run(component("holder", "1", id("MIT")), component("silent", "2", "")))
                .hasMessageContaining("no licence text for these; put them into " + folder.resolve("kept"))
                .hasMessageContaining("\n  holder-1: MIT")
                .hasMessageContaining("\n  silent-2: its POM names no licence")
                .hasMessageContaining("\n  unknown-3: its POM names no licence");
    }

    @Test
    void nativeLibrariesHaveRowsByTheirPackages() throws IOException {
        jar("kguard-x-1", "META-INF/LICENSE", "x/native/x86_64/NOTICE", "x/native/x86_64/libz.so");

        run();

        assertThat(table().lines())
                .contains("zlib1g 1:1.3-1 Zlib licenses/kguard-x-1/NOTICE")
                .noneMatch(line -> line.startsWith("kguard"));
    }

    @Test
    void aPackageWithoutAKnownLicenceIsNamed() throws IOException {
        jar("kguard-x-1", "x/linux-amd64/NOTICE");
        assertThatThrownBy(this::run).hasMessageContaining("\n  libnew5, of which kguard-x-1 carries a library");
    }

    private void run(String... components) throws IOException {
        Path bom = write("bom", "{\"components\": [" + String.join(", ", components) + "]}");
        Licenses.main(new String[] {
            folder.resolve("home").toString(),
            bom.toString(),
            folder.resolve("kept").toString()
        });
    }

    private String table() throws IOException {
        return Files.readString(folder.resolve("home/licenses/README")).replaceAll(" +", " ");
    }

    private static String id(String id) {
        return "{\"license\": {\"id\": \"" + id + "\"}}";
    }

    private static String component(String name, String version, String licences) {
        return "{\"name\": \"" + name + "\", \"version\": \"" + version + "\", \"licenses\": [" + licences + "]}";
    }

    /** Each file has its name as its content, but notices of native libraries, which have those of a package. */
    private void jar(String name, String... entries) throws IOException {
        Path file = folder.resolve("home/lib/app/" + name + ".jar");
        Files.createDirectories(file.getParent());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry("META-INF/"));
            for (String entry : entries) {
                jar.putNextEntry(new JarEntry(entry));
                String of = entry.contains("/linux-") ? "libnew5 1" : "zlib1g 1:1.3-1";
                String text = entry.startsWith("x/")
                        ? "==== " + of + ", as this Linux distribution has it ====\n(c) Some\n"
                        : entry;
                jar.write(text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
