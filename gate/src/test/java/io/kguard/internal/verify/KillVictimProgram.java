// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.internal.result.SuiteResult;
import java.nio.file.Path;

/** Plays simulations until it is killed. */
final class KillVictimProgram {
    private static final String EXEC = """
            scenario: killed-exec
            title: Two containers
            attack: [T1499]
            pods:
              - metadata: {name: killed-exec}
                spec:
                  containers:
                    - {name: main, image: base, command: [sleep, infinity]}
                    - {name: other, image: base, command: [sh, -c, 'while :; do sleep 0.1; done']}
            peers:
              - {address: 10.96.14.7, port: 8080, answer: text}
            steps:
              - exec: {pod: killed-exec, command: [id]}
              - exec: {pod: killed-exec, command: [sh, -c, 'setsid sleep 7928 & sleep 0.5'], leaves: running}
              - exec: {pod: killed-exec, container: other, tty: true, command: [bash, -c, sleep 0.5]}
            fires: [Id ran]
            """;

    private static final String NODE = """
            scenario: killed-node
            title: A node to look at
            attack: [T1499]
            pods:
              - metadata: {name: killed-node}
                spec:
                  hostPID: true
                  containers:
                    - name: main
                      image: base
                      command: [sleep, infinity]
                      securityContext: {privileged: true}
                      volumeMounts: [{name: host, mountPath: /host}, {name: shared, mountPath: /shared}]
                  volumes:
                    - {name: host, hostPath: {path: /}}
                    - {name: shared, emptyDir: {medium: Memory}}
            steps:
              - exec: {pod: killed-node, command: [id]}
              - exec: {pod: killed-node, command: [sh, -c, 'setsid sleep 7928 & sleep 1'], leaves: running}
            fires: [Id ran]
            """;

    private static final String KUBECTL = """
            scenario: killed-kubectl
            title: A cluster
            attack: [T1499]
            cluster: {}
            pods:
              - metadata: {name: killed-kubectl}
                spec: {containers: [{name: main, image: base, command: [sleep, infinity]}]}
            steps:
              - kubectl: [exec, killed-kubectl, --, id]
              - kubectl: {args: [exec, -it, killed-kubectl, --, bash, -c, sleep 1]}
            fires: [Id ran]
            """;

    private KillVictimProgram() {}

    /** Arguments: a folder for its files, and one for images. */
    public static void main(String[] args) throws Exception {
        SuiteResult result;
        do {
            result = new BrokenRun(Path.of(args[0]))
                    .run(options -> options.withImageCache(Path.of(args[1])), EXEC, NODE, KUBECTL);
        } while (result.isGreen());
        result.checks().forEach(check -> System.out.println(check.scenario() + ": " + check.verdict()));
        System.out.println(result.problem());
        System.exit(1);
    }
}
