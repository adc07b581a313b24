// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be reached in any way stays, and what can't be goes. */
class NeededClassesTest {
    private static final Map<String, String> LIBRARY = Map.ofEntries(
            Map.entry(
                    "lib.Called",
                    "package lib; public class Called { public static void call() { new CalledByIt(); } }"),
            Map.entry("lib.CalledByIt", "package lib; public class CalledByIt { class Inner {} }"),
            Map.entry("lib.ByName", "package lib; public class ByName {}"),
            Map.entry("lib.kinds.of.One", "package lib.kinds.of; public class One {}"),
            Map.entry("lib.kinds.of.deep.Two", "package lib.kinds.of.deep; public class Two {}"),
            Map.entry("lib.the.whole.Three", "package lib.the.whole; public class Three {}"),
            Map.entry("lib.Generic", "package lib; public class Generic {}"),
            Map.entry(
                    "lib.Mark",
                    "package lib; import java.lang.annotation.*; @Retention(RetentionPolicy.RUNTIME)"
                            + " public @interface Mark { Class<?> value(); }"),
            Map.entry("lib.Marked", "package lib; public class Marked {}"),
            Map.entry("lib.Service", "package lib; public interface Service {}"),
            Map.entry("lib.Provider", "package lib; public class Provider implements Service { Helper helper; }"),
            Map.entry("lib.Helper", "package lib; public class Helper {}"),
            Map.entry("lib.OtherService", "package lib; public interface OtherService {}"),
            Map.entry("lib.OtherProvider", "package lib; public class OtherProvider implements OtherService {}"),
            Map.entry(
                    "lib.JavasProvider",
                    "package lib; public class JavasProvider implements Runnable { public void run() {} }"),
            Map.entry("lib.Unused", "package lib; public class Unused { UnusedToo other; }"),
            Map.entry("lib.UnusedToo", "package lib; public class UnusedToo { Unused other; }"));
    private static final Map<String, String> PROGRAM = Map.of("app.Main", """
            package app;
            @lib.Mark(lib.Marked.class)
            public class Main {
                java.util.List<lib.Generic> list;
                static Object load(String kind) throws Exception {
                    lib.Called.call();
                    java.util.ServiceLoader.load(lib.Service.class);
                    Class.forName(String.join(".", "lib.the.whole", kind));
                    Class.forName("lib.kinds.of." + kind);
                    return Class.forName("lib.ByName");
                }
            }
            """);

    @TempDir
    private Path folder;

    private Path jars;

    /** A source that is a text. */
    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private Path compiled(String name, Map<String, String> sources, Path classPath) throws IOException {
        Path out = Files.createDirectories(folder.resolve(name));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Text> files = sources.entrySet().stream()
                .map(source -> new Text(source.getKey(), source.getValue()))
                .toList();
        List<String> options = List.of("-d", out.toString(), "-cp", classPath.toString(), "--release", "17");
        assertThat(compiler.getTask(null, null, null, options, null, List.<JavaFileObject>copyOf(files))
                        .call())
                .isTrue();
        return out;
    }

    private static void jar(Path jar, Path classes, Map<String, String> others) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
            }
            for (Map.Entry<String, String> other : others.entrySet()) {
                out.putNextEntry(new JarEntry(other.getKey()));
                out.write(other.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @BeforeEach
    void makeJars() throws IOException {
        jars = Files.createDirectory(folder.resolve("jars"));
        Path library = compiled("library", LIBRARY, folder);
        jar(
                jars.resolve("lib-1.jar"),
                library,
                Map.of(
                        "META-INF/services/lib.Service", "# a comment\nlib.Provider # another\n",
                        "META-INF/services/lib.OtherService", "lib.OtherProvider\n",
                        "META-INF/services/java.lang.Runnable", "lib.JavasProvider\n",
                        "META-INF/LICENSE", "text",
                        "META-INF/maven/lib/pom.xml", "<project/>",
                        "META-INF/SIGNER.SF", "digests",
                        "META-INF/SIGNER.RSA", "signature",
                        "lib/folder/", "",
                        "lib/data.bin", "data"));
        jar(jars.resolve("app-1.jar"), compiled("program", PROGRAM, library), Map.of());
    }

    private List<String> slimmed(String... whole) throws IOException {
        NeededClasses.main(
                Stream.concat(Stream.of(jars.toString()), Stream.of(whole)).toArray(String[]::new));
        try (JarFile jar = new JarFile(jars.resolve("lib-1.jar").toFile())) {
            return jar.stream().map(JarEntry::getName).sorted().toList();
        }
    }

    @Test
    void whatIsMentionedInAnyWayStays() throws IOException {
        assertThat(slimmed("app-"))
                .containsExactly(
                        "META-INF/LICENSE",
                        "META-INF/services/java.lang.Runnable",
                        "META-INF/services/lib.OtherService",
                        "META-INF/services/lib.Service",
                        "lib/ByName.class",
                        "lib/Called.class",
                        "lib/CalledByIt$Inner.class",
                        "lib/CalledByIt.class",
                        "lib/Generic.class",
                        "lib/Helper.class",
                        "lib/JavasProvider.class",
                        "lib/Mark.class",
                        "lib/Marked.class",
                        "lib/Provider.class",
                        "lib/Service.class",
                        "lib/data.bin",
                        "lib/folder/",
                        "lib/kinds/of/One.class",
                        "lib/kinds/of/deep/Two.class",
                        "lib/the/whole/Three.class");
    }

    @Test
    void aJarThatIsNamedStaysWhole() throws IOException {
        assertThat(slimmed("app-", "lib-"))
                .contains("lib/Unused.class", "lib/UnusedToo.class", "lib/OtherProvider.class");
    }

    @Test
    void aClassThatLibrariesMustNotFindGoesWithAllThatItAloneNeeds() throws IOException {
        assertThat(slimmed("app-", "-lib.Called"))
                .doesNotContain("lib/Called.class", "lib/CalledByIt.class")
                .contains("lib/ByName.class");
        assertThatThrownBy(() -> slimmed("app-", "-lib.Nowhere")).hasMessageContaining("lib/Nowhere");
    }

    @Test
    void aJarIsStoredIfItsNameSaysSo() throws IOException {
        slimmed("app-");
        assertThat(method()).isEqualTo(ZipEntry.DEFLATED);
        slimmed("app-", "=lib-");
        assertThat(method()).isEqualTo(ZipEntry.STORED);
    }

    private int method() throws IOException {
        try (JarFile jar = new JarFile(jars.resolve("lib-1.jar").toFile())) {
            return jar.getEntry("lib/Called.class").getMethod();
        }
    }

    /** Of the classes for several releases of Java, those for this one are at the place of all. */
    @Test
    void aJarHasTheClassesOfThisReleaseOfJava() throws Exception {
        Path other = compiled("newer", Map.of("lib.ByName", "package lib; public class ByName { int newer; }"), folder);
        byte[] newer = Files.readAllBytes(other.resolve("lib/ByName.class"));
        byte[] older = Files.readAllBytes(folder.resolve("library/lib/ByName.class"));
        Path jar = jars.resolve("versions-1.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : List.of(
                    Map.entry("META-INF/versions/9/lib/ByName.class", newer),
                    Map.entry("META-INF/versions/1000/lib/ByName.class", older),
                    Map.entry("lib/ByName.class", older))) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        slimmed("app-");
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.stream().map(JarEntry::getName)).containsExactly("lib/ByName.class");
            byte[] kept = file.getInputStream(file.getEntry("lib/ByName.class")).readAllBytes();
            assertThat(MentionedNames.in(kept)).contains("newer");
        }
    }

    @Test
    void twoRunsMakeTheSameBytes() throws IOException {
        slimmed("app-");
        byte[] once = bytes();
        slimmed("app-");
        assertThat(bytes()).isEqualTo(once);
    }

    private byte[] bytes() throws IOException {
        return Files.readAllBytes(jars.resolve("lib-1.jar"));
    }
}
