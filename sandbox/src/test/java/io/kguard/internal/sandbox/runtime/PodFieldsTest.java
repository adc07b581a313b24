// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.sandbox.ContainerMetadata;
import io.kguard.internal.sandbox.ExecResult;
import io.kguard.internal.sandbox.PodListener;
import io.kguard.internal.sandbox.PodSandbox;
import io.kguard.internal.sandbox.PodSetup;
import io.kguard.internal.sandbox.PodSetup.PodObjects;
import io.kguard.internal.sandbox.Sandbox;
import io.kguard.requirement.RequiresRoot;
import io.kguard.simulation.SimulatorOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A manifest with many fields, each of which has its effect in the container. */
@RequiresRoot
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodFieldsTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-0, namespace: shop, labels: {app: web}}
            spec:
              serviceAccount: cashier
              hostname: till
              subdomain: shops
              enableServiceLinks: false
              hostAliases: [{ip: 10.9.8.7, hostnames: [old.example]}]
              securityContext: {fsGroup: 4001, supplementalGroups: [4002]}
              containers:
                - name: web
                  image: base
                  command: [sleep, infinity]
                  stdin: true
                  stdinOnce: true
                  terminationMessagePath: /dev/termination-log
                  resources: {limits: {cpu: 500m, memory: 64Mi}, requests: {cpu: 250m, memory: 32Mi}}
                  ports: [{containerPort: 80, hostPort: 8080, hostIP: 127.0.0.1, protocol: TCP}]
                  env:
                    - {name: FIELD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    - {name: KEYED, valueFrom: {configMapKeyRef: {name: settings, key: color}}}
                    - {name: NO_KEY, valueFrom: {configMapKeyRef: {name: settings, key: none, optional: true}}}
                    - {name: NO_SECRET, valueFrom: {secretKeyRef: {name: none, key: none, optional: true}}}
                  envFrom:
                    - {prefix: C_, configMapRef: {name: settings}}
                    - {prefix: S_, secretRef: {name: keys}}
                    - {configMapRef: {name: none, optional: true}}
                    - {secretRef: {name: none, optional: true}}
                  volumeMounts:
                    - {name: memory, mountPath: /memory, subPath: part, mountPropagation: HostToContainer}
                    - {name: memory, mountPath: /expanded, subPathExpr: $(FIELD)}
                    - {name: config, mountPath: /config}
                    - {name: secret, mountPath: /secret}
                    - {name: all, mountPath: /all}
                    - {name: down, mountPath: /down}
              volumes:
                - {name: memory, emptyDir: {medium: Memory}}
                - {name: config, configMap: {name: settings, defaultMode: 0444, optional: false, items: [{key: color, path: c}]}}
                - {name: secret, secret: {secretName: keys, defaultMode: 0444, optional: false, items: [{key: pin, path: p}]}}
                - name: all
                  projected:
                    defaultMode: 0444
                    sources:
                      - {configMap: {name: settings, optional: false, items: [{key: color, path: c}]}}
                      - {secret: {name: keys, optional: false, items: [{key: pin, path: p}]}}
                      - {serviceAccountToken: {path: t, expirationSeconds: 900}}
                      - {downwardAPI: {items: [{path: n, fieldRef: {fieldPath: metadata.name}}]}}
                - {name: down, downwardAPI: {defaultMode: 0444, items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}}
            """;

    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandboxes.open(SimulatorOptions.configured().sandbox());
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private final List<String> accounts = new ArrayList<>();

    private final PodObjects objects = new PodObjects() {
        @Override
        public @Nullable ConfigMap configMap(String namespace, String name) {
            return name.equals("settings")
                    ? new ConfigMapBuilder().addToData("color", "red").build()
                    : null;
        }

        @Override
        public @Nullable Secret secret(String namespace, String name) {
            return name.equals("keys")
                    ? new SecretBuilder().addToStringData("pin", "1234").build()
                    : null;
        }

        @Override
        public String serviceAccountToken(
                String namespace,
                String serviceAccount,
                String podName,
                @Nullable String audience,
                java.time.Duration lifetime) {
            accounts.add(serviceAccount + " " + lifetime.toSeconds());
            return "token";
        }
    };

    @Test
    void eachHasItsEffect() {
        Pod manifest = Serialization.unmarshal(POD, Pod.class);
        PodSetup setup = sandbox.setup().withObjects(objects);
        try (PodSandbox pod = sandbox.start(manifest, setup, PodListener.NONE)) {
            assertThat(accounts).contains("cashier 900");
            assertThat(said(pod, "hostname; id -G; env | grep -E '^(FIELD|KEYED|NO_|C_|S_|KUBERNETES)' | sort"))
                    .isEqualTo("till\n0 4001 4002\nC_color=red\nFIELD=web-0\nKEYED=red\nS_pin=1234\n");
            assertThat(said(pod, "cat /etc/hosts"))
                    .contains("\ttill.shops.shop.svc.cluster.local till\n")
                    .contains("10.9.8.7\told.example\n");
            assertThat(said(
                            pod,
                            "cd /; for f in config/c secret/p all/c all/p all/n; do cat $f; echo; done; cat down/l;"
                                    + " stat -Lc %a config/c secret/p all/c down/l | sort -u"))
                    .isEqualTo("red\n1234\nred\n1234\nweb-0\napp=\"web\"\n444\n");
            assertThat(said(pod, "touch /memory/a /expanded/b; stat -fc %T /memory; ls /memory /expanded"))
                    .isEqualTo("tmpfs\n/expanded:\nb\n\n/memory:\na\n");
            assertThat(said(pod, "echo over >/dev/termination-log && grep -c termination-log /proc/mounts"))
                    .isEqualTo("1\n");
            String told = pod.container("").metadata().toFalcoJson(FalcoVersion.CURRENT);
            assertThat(told)
                    .contains("\"HostPort\":8080")
                    .contains("\"ContainerPort\":80")
                    .contains("\"memory_limit\":67108864")
                    .contains("\"cpu_quota\":50000")
                    .contains("\"cpu_shares\":256");
        }
    }

    @Test
    void aPodMayGoWithoutItsToken() {
        Pod manifest = Pods.sleeping();
        manifest.getSpec().setAutomountServiceAccountToken(false);
        manifest.getSpec().setServiceAccountName("cashier");
        try (PodSandbox pod = sandbox.start(manifest, PodListener.NONE)) {
            assertThat(Pods.bash(pod, "test -e /var/run/secrets").exitStatus()).isNotZero();
        }
    }

    /** The metadata that Falco gets says so; what is there is the decoy node's. */
    @Test
    void aPodMayAskForTheHost() {
        Pod manifest = Pods.sleeping();
        manifest.getSpec().setHostNetwork(true);
        manifest.getSpec().setHostPID(true);
        manifest.getSpec().setHostIPC(true);
        try (PodSandbox pod = sandbox.start(manifest, PodListener.NONE)) {
            ContainerMetadata metadata = pod.container("").metadata();
            assertThat(List.of(metadata.hostNetwork(), metadata.hostPid(), metadata.hostIpc()))
                    .containsExactly(true, true, true);
        }
    }

    private static String said(PodSandbox pod, String script) {
        ExecResult result = Pods.bash(pod, script);
        assertThat(result.stderr()).isEmpty();
        return result.stdout();
    }
}
