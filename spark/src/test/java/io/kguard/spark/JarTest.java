// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.EventBuilder;
import io.kguard.event.FalcoVersion;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is submitted. */
class JarTest {
    private static final Path JAR = Path.of("target/kguard-spark.jar");

    @TempDir
    Path folder;

    @Test
    void itHoldsKguardAndNothingOfSparkAndNoNativeCode() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();

            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("io.kguard.spark.SparkReplay");
            assertThat(names).contains("io/kguard/engine/Session.class", "io/kguard/spark/snakeyaml/Yaml.class");
            assertThat(names)
                    .filteredOn(name -> name.endsWith(".class"))
                    .allMatch(name -> name.matches("(io/kguard|org/(jspecify|apiguardian))/.*"));
            assertThat(names).noneMatch(name -> name.matches(".*\\.(so|dll|dylib|bpf\\.o)"));
        }
    }

    /** In a JVM of its own, whose class path has Spark, the jar, and no other class of kguard. */
    @Test
    void itRunsOnSpark() throws Exception {
        Files.writeString(folder.resolve("rules.yaml"), """
                - rule: Read
                  desc: d
                  condition: evt.type = openat and fd.name pmatch (/etc/shadow) and proc.name regex "c.t"
                  output: "%proc.name read %fd.name"
                  priority: WARNING
                """);
        EventBuilder events = new EventBuilder(FalcoVersion.CURRENT);
        events.process("/usr/bin/cat").reads("/etc/shadow");
        events.writeTo(folder.resolve("read.scap"));
        String spark = Files.readString(Path.of("target/classpath")).strip();
        assertThat(spark).contains("spark-sql_").doesNotContain("kguard", "snakeyaml");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.driver.host=127.0.0.1"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp", JAR.toAbsolutePath() + File.pathSeparator + spark, "io.kguard.spark.SparkReplay", "--rules"));
        command.addAll(List.of(
                "rules.yaml", "--reports", "reports", folder.resolve("*.scap").toString()));
        Path out = folder.resolve("out.txt");
        Path error = folder.resolve("error.txt");

        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(error.toFile())
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(error, UTF_8)).isZero();
        assertThat(Files.readString(out, UTF_8)).contains("       1  Read\n1 capture, ", " 1 alert in ");
        assertThat(folder.resolve("reports/alerts/_SUCCESS")).exists();
    }
}
