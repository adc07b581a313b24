// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.workload.ManifestField.Fate;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of a pod's manifest is done, refused or named, and the page for users says which. */
@Tag("trust")
class ManifestFieldsTest {
    private static final List<Class<?>> ROOTS = List.of(Pod.class, PodTemplateSpec.class, EphemeralContainer.class);
    private static final Path PAGE = Path.of("../docs/manifests.md");
    private static final List<String> MODULES = List.of("check", "sandbox", "gate");

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-0, namespace: shop}
            spec: {containers: [{name: web, image: base}]}
            """;

    /** The objects that are reached from the roots through fields that are done. */
    private static Map<String, Class<?>> objects() {
        Map<String, Class<?>> reached = new LinkedHashMap<>();
        Deque<Class<?>> waiting = new ArrayDeque<>(ROOTS);
        while (!waiting.isEmpty()) {
            Class<?> model = waiting.poll();
            if (reached.putIfAbsent(model.getSimpleName(), model) == null) {
                ManifestModel.fields(model).forEach((name, type) -> {
                    ManifestField row = ManifestField.of(model.getSimpleName(), name);
                    if (row != null && row.fate() == Fate.DONE && ManifestModel.isObject(ManifestModel.member(type))) {
                        waiting.add((Class<?>) ManifestModel.member(type));
                    }
                });
            }
        }
        return reached;
    }

    @Test
    void theTableHasTheFieldsOfTheModelAndNoOthers() {
        Set<String> model = new TreeSet<>();
        objects()
                .forEach((name, type) ->
                        ManifestModel.fields(type).keySet().forEach(field -> model.add(name + "." + field)));
        Set<String> table = new TreeSet<>();
        ManifestField.all()
                .forEach(row -> table.add(row.type() + "." + row.name().replaceFirst("\\..*", "")));
        assertThat(table).as("a new field needs a row in manifest-fields.tsv").isEqualTo(model);
    }

    static Stream<ManifestField> rows(Fate... fates) {
        return ManifestField.all().stream().filter(row -> List.of(fates).contains(row.fate()));
    }

    static Stream<ManifestField> notDone() {
        return rows(Fate.REFUSED, Fate.NAMED, Fate.WEIGHTY, Fate.IGNORED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notDone")
    void whatIsNotDoneIsRefusedOrNamed(ManifestField row) {
        Map<String, Object> object = with(row, sample(row));
        FieldChecks checks = new FieldChecks();
        ManifestWalk walk = new ManifestWalk(checks);
        walk.check(FieldPath.ROOT, objects().get(row.type()), object);

        String path = row.name().replaceFirst("\\*$", "x");
        switch (row.fate()) {
            case REFUSED ->
                assertThat(checks.problems())
                        .extracting(FieldProblem::toString)
                        .singleElement()
                        .asString()
                        .startsWith(path + " is not simulated: ");
            case NAMED, WEIGHTY -> {
                assertThat(checks.problems()).isEmpty();
                assertThat(walk.unsimulated()).singleElement().satisfies(found -> {
                    assertThat(found.path()).hasToString(path);
                    assertThat(found.weighty()).isEqualTo(row.fate() == Fate.WEIGHTY);
                });
            }
            case IGNORED, DONE -> {
                assertThat(checks.problems()).isEmpty();
                assertThat(walk.unsimulated()).isEmpty();
            }
        }
        assertThat(row.text()).as("a reason").isNotEmpty();
    }

    static Stream<ManifestField> withValues() {
        return ManifestField.all().stream().filter(row -> !row.values().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withValues")
    void onlyTheValuesOfTheTableAreTaken(ManifestField row) {
        for (String value : row.values()) {
            assertThat(found(row, value.equals("{}") ? Map.of() : value))
                    .as(value)
                    .isZero();
        }
        assertThat(found(row, sample(row))).isEqualTo(1);
    }

    private static int found(ManifestField row, Object value) {
        FieldChecks checks = new FieldChecks();
        ManifestWalk walk = new ManifestWalk(checks);
        walk.check(FieldPath.ROOT, objects().get(row.type()), with(row, value));
        return checks.problems().size() + walk.unsimulated().size();
    }

    private static Map<String, Object> with(ManifestField row, Object value) {
        int dot = row.name().indexOf('.');
        return dot < 0
                ? Map.of(row.name(), value)
                : Map.of(
                        row.name().substring(0, dot),
                        Map.of(row.name().substring(dot + 1).replaceFirst("\\*$", "x"), value));
    }

    private static Object sample(ManifestField row) {
        Type type = ManifestModel.fields(objects().get(row.type())).get(row.name());
        if (type == Boolean.class) {
            return !row.values().contains("true");
        }
        boolean list = type instanceof ParameterizedType generic && generic.getRawType() == List.class;
        boolean object = type != null && ManifestModel.isObject(type);
        return list ? List.of("kguard") : object ? Map.of("a", "b") : type == Integer.class ? 7 : "kguard";
    }

    @Test
    void whatIsDoneHasATest() throws IOException {
        List<String> missing = new ArrayList<>();
        for (ManifestField row : rows(Fate.DONE).toList()) {
            String name = row.name().substring(row.name().lastIndexOf('.') + 1);
            String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
            Pattern use = Pattern.compile("\\b" + name + "\\b|[a-z]" + capital + "\\b");
            if (!use.matcher(text(row.test())).find()) {
                missing.add(row.type() + "." + row.name() + " in " + row.test());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static String text(String test) throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
                Optional<Path> file =
                        files.filter(path -> path.endsWith(test + ".java")).findFirst();
                if (file.isPresent()) {
                    return Files.readString(file.get());
                }
            }
        }
        throw new AssertionError("there is no test \"" + test + "\"");
    }

    @Test
    void aFieldOfANewerKubernetesIsRefused() {
        Pod pod = Serialization.unmarshal(POD, Pod.class);
        assertThat(PodRules.problems(pod)).isEmpty();
        pod.getSpec().setAdditionalProperty("hostTelepathy", true);
        pod.getSpec().getContainers().get(0).setAdditionalProperty("quantum", Map.of("state", "both"));
        assertThat(PodRules.problems(pod))
                .extracting(FieldProblem::toString)
                .containsExactlyInAnyOrder(
                        "spec.hostTelepathy is not known to kguard: remove it",
                        "spec.containers[0].quantum is not known to kguard: remove it");
    }

    @Test
    void aPodIsAPod() {
        Pod pod = Serialization.unmarshal(POD, Pod.class);
        pod.setKind("Deployment");
        pod.setApiVersion("apps/v1");
        assertThat(PodRules.problems(pod))
                .extracting(FieldProblem::toString)
                .containsExactlyInAnyOrder("kind can't be \"Deployment\": Pod", "apiVersion can't be \"apps/v1\": v1");
    }

    @Test
    void whatIsSoAnywayMayBeSaid() {
        Pod pod = Serialization.unmarshal(
                POD.replace(
                        "spec: {",
                        "spec: {os: {name: linux}, dnsPolicy: ClusterFirst, hostUsers: true, shareProcessNamespace: false,"
                                + " securityContext: {appArmorProfile: {type: Unconfined}}, "),
                Pod.class);
        assertThat(PodRules.problems(pod)).isEmpty();
        assertThat(UnsimulatedField.of(pod)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: %s}}",
                "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: d}\nspec: {template: {spec: %s}}",
                "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: d}\nspec: {template: {spec: %s}}",
                "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: d}\nspec: {template: {spec: %s}}",
                "apiVersion: batch/v1\nkind: Job\nmetadata: {name: d}\nspec: {template: {spec: %s}}",
                "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: d}\nspec: {jobTemplate: {spec: {template: {spec: %s}}}}",
                "apiVersion: v1\nkind: ReplicationController\nmetadata: {name: d}\nspec: {template: {spec: %s}}",
                "apiVersion: v1\nkind: PodTemplate\nmetadata: {name: d}\ntemplate: {spec: %s}"
            })
    void templatesAreHeldToTheTable(String manifest) {
        String sound = "{containers: [{name: web, image: base}]}";
        HasMetadata object = new KubernetesSerialization().unmarshal(manifest.formatted(sound));
        assertThat(PodRules.templateProblems(object)).isEmpty();

        String refused = "{hostUsers: false, containers: [{name: web, image: base, volumeDevices: [{name: a}]}]}";
        object = new KubernetesSerialization().unmarshal(manifest.formatted(refused));
        assertThat(PodRules.templateProblems(object))
                .extracting(FieldProblem::toString)
                .hasSize(2)
                .anyMatch(problem -> problem.matches(".*template\\.spec\\.hostUsers is not simulated: .*"))
                .anyMatch(problem -> problem.matches(".*\\.containers\\[0]\\.volumeDevices is not simulated: .*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "containers: [{name: web, image: base, restartPolicy: Always}]",
                "initContainers: [{name: i, image: base, livenessProbe: {exec: {command: [id]}}}]",
                "initContainers: [{name: i, image: base, lifecycle: {preStop: {exec: {command: [id]}}}}]",
                "initContainers: [{name: i, image: base, restartPolicy: OnFailure}]",
                "containers: [{name: web, image: base, lifecycle: {postStart: {}}}]",
                "containers: [{name: web, image: base, lifecycle: {postStart: {exec: {command: []}}}}]",
                "containers: [{name: web, image: base, lifecycle: {postStart: {exec: {command: [id]}, sleep: {seconds: 1}}}}]",
                "containers: [{name: web, image: base, livenessProbe: {periodSeconds: 5}}]",
                "containers: [{name: web, image: base, livenessProbe: {exec: {command: [id]}, successThreshold: 2}}]",
                "containers: [{name: web, image: base, readinessProbe: {exec: {command: [id]}, initialDelaySeconds: 600}}]",
                "containers: [{name: web, image: base, env: [{name: A, value: b, valueFrom: {fieldRef: {fieldPath: a}}}]}]",
                "containers: [{name: web, image: base, resources: {limits: {nvidia.com/gpu: 1}}}]",
                "volumes: [{name: v, emptyDir: {}, hostPath: {path: /}}]",
                "volumes: [{name: v, projected: {sources: [{configMap: {name: a}, secret: {name: b}}]}}]",
                "securityContext: {fsGroup: 5}\nvolumes: [{name: v, secret: {secretName: s, defaultMode: 256}}]"
            })
    void whatWouldBeHalfDoneIsRefused(String spec) {
        Map<String, Object> tree = Json.tree(Serialization.unmarshal(POD, Pod.class));
        Map<String, Object> given = Json.tree(Serialization.unmarshal(spec, Map.class));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("containers", List.of(Map.of("name", "web", "image", "base")));
        all.putAll(given);
        Map<String, Object> pod = new LinkedHashMap<>(tree);
        pod.put("spec", all);
        assertThat(PodRules.problems(Json.typed(pod, Pod.class))).hasSize(1);
    }

    @Test
    void thePageForUsersIsTheTable() throws IOException {
        String page = ManifestPage.text(objects());
        if ("accept".equals(System.getProperty("kguard.golden"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("-Dkguard.golden=accept writes it again").hasContent(page);
    }

    /** A model that a test makes: what is set on it must not be lost on the way to the rules. */
    @Test
    void quantitiesAreValuesAndNoObjects() {
        assertThat(ManifestModel.isObject(Quantity.class)).isFalse();
    }
}
