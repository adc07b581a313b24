// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests of docs/kubernetes, played as Kubernetes would: each pod of the Indexed Job with its number in the environment, then the
 * pod that merges. Their commands are run as they stand there, with the program on the path and the volumes in other folders.
 */
class KubernetesJobTest {
    private static final Path MANIFESTS = Path.of("../docs/kubernetes");
    private static final int SECONDS = 120;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        SmallProject.in(folder);
        Path program = Files.createDirectories(folder.resolve("bin")).resolve("kguard");
        Files.writeString(program, """
                #!/bin/sh
                exec "%s" -XX:TieredStopAtLevel=1 -cp "%s" io.kguard.cli.Launcher "$@"
                """.formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Job job(String file) throws IOException {
        for (String document : Files.readString(MANIFESTS.resolve(file)).split("(?m)^---$")) {
            HasMetadata object = Serialization.unmarshal(document, HasMetadata.class);
            if (object instanceof Job job) {
                return job;
            }
        }
        throw new AssertionError(file + " has no Job");
    }

    private static Container container(Job job) {
        return job.getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    /** Runs a container's command, and returns its exit status. */
    private int run(Container container, Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        for (EnvVar variable : container.getEnv()) {
            environment.put(variable.getName(), volume(variable.getValue()));
        }
        List<String> command = new ArrayList<>(container.getCommand());
        command.addAll(container.getArgs());
        command.replaceAll(word -> volume(expanded(word, environment)));
        command.set(
                0,
                command.get(0).equals("kguard") ? folder.resolve("bin/kguard").toString() : command.get(0));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
        return process.exitValue();
    }

    /** What a volume of the manifest is here. */
    private String volume(String path) {
        return path.replace("/kguard/archive", folder.resolve("archive").toString())
                .replace("/kguard/project", folder.resolve("project").toString())
                .replace("/kguard/results", folder.resolve("results").toString());
    }

    /** Kubernetes replaces {@code $(NAME)} of variables that there are, and leaves what is a shell's. */
    private static String expanded(String word, Map<String, String> environment) {
        String text = word;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            text = text.replace("$(" + variable.getKey() + ")", variable.getValue());
        }
        return text;
    }

    private List<Integer> playPods() throws Exception {
        Job shards = job("shards.yaml");
        assertThat(shards.getSpec().getCompletionMode()).isEqualTo("Indexed");
        archive();
        assertThat(run(
                        shards.getSpec()
                                .getTemplate()
                                .getSpec()
                                .getInitContainers()
                                .get(0),
                        Map.of()))
                .as(log())
                .isZero();
        List<Integer> statuses = new ArrayList<>();
        for (int index = 0; index < shards.getSpec().getCompletions(); index++) {
            statuses.add(run(container(shards), Map.of("JOB_COMPLETION_INDEX", String.valueOf(index))));
        }
        return statuses;
    }

    /** What the ConfigMap has, made as docs/kubernetes.md says. */
    private void archive() throws Exception {
        Files.createDirectories(folder.resolve("archive"));
        Files.createDirectories(folder.resolve("project"));
        String command = Files.readString(MANIFESTS.resolveSibling("kubernetes.md"))
                .lines()
                .filter(line -> line.startsWith("tar "))
                .findFirst()
                .orElseThrow();
        Process tar = new ProcessBuilder("sh", "-c", command + " && mv project.tgz archive")
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** It also sees that a check or a part is missing. */
    @Test
    @Tag("trust")
    void podsMakeTheirPartsAndTheMergeJudges() throws Exception {
        assertThat(playPods()).as(log()).containsExactly(0, 0, 0);
        for (int shard = 1; shard <= 3; shard++) {
            assertThat(folder.resolve("results/shard-verify-" + shard + "-of-3.json"))
                    .exists();
        }

        assertThat(run(container(job("merge.yaml")), Map.of())).as(log()).isZero();
        assertThat(log()).contains("2 checks: 2 passed, 0 failed, 0 errors");
        assertThat(folder.resolve("results/report/report.html")).exists();

        Container demanding = container(job("merge.yaml"));
        demanding.getEnv().stream()
                .filter(variable -> variable.getName().equals("MIN_CHECKS"))
                .forEach(variable -> variable.setValue("3"));
        assertThat(run(demanding, Map.of())).isEqualTo(1);
        assertThat(log()).contains("2 checks were judged; at least 3 are required (--min-checks)");

        Files.delete(folder.resolve("results/shard-verify-2-of-3.json"));
        assertThat(run(container(job("merge.yaml")), Map.of())).isEqualTo(2);
        assertThat(log()).contains("Shard 2/3 is missing");
    }

    /** {@code kubectl create configmap --from-file=FOLDER} would leave the folders out, without a word. */
    @Test
    @Tag("trust")
    void aScenarioInAFolderIsNotLostOnTheWay() throws Exception {
        Path scenarios = folder.resolve("src/kguard/scenarios");
        Path below = Files.createDirectories(scenarios.resolve("credential-access"));
        try (Stream<Path> files = Files.list(scenarios)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.move(file, below.resolve(file.getFileName()));
            }
        }

        assertThat(playPods()).as(log()).containsExactly(0, 0, 0);
        assertThat(run(container(job("merge.yaml")), Map.of())).as(log()).isZero();
        assertThat(log()).contains("2 checks: 2 passed, 0 failed, 0 errors");
    }

    /** The status by which the Job does not try a part again, and that of the verdict. */
    @Test
    void aRuleThatFailsACheckFailsItsPodAndTheMerge() throws Exception {
        SmallProject.missTheAttack(folder);

        List<Integer> statuses = playPods();
        assertThat(statuses).containsOnlyOnce(1);
        assertThat(statuses).filteredOn(status -> status != 1).containsOnly(0);
        assertThat(job("shards.yaml")
                        .getSpec()
                        .getPodFailurePolicy()
                        .getRules()
                        .get(1)
                        .getOnExitCodes()
                        .getValues())
                .contains(1)
                .doesNotContain(0, 2);
        assertThat(run(container(job("merge.yaml")), Map.of())).isEqualTo(1);
    }

    /** What docs/container.md says of a container, in the words of Kubernetes. */
    @Test
    void podsSeeTheNode() throws IOException {
        PodSpec pod = job("shards.yaml").getSpec().getTemplate().getSpec();
        Container container = pod.getContainers().get(0);

        assertThat(pod.getHostPID()).isTrue();
        assertThat(container.getSecurityContext().getPrivileged()).isTrue();
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getHostPath() != null)
                .extracting(volume -> volume.getHostPath().getPath())
                .containsExactly("/sys");
        assertThat(Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                        .flatMap(one -> one.getVolumeMounts().stream())
                        .map(VolumeMount::getName)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        pod.getVolumes().stream().map(Volume::getName).toList());
    }
}
