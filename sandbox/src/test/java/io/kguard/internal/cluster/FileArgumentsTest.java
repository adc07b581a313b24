// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("trust")
class FileArgumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apply -f a.yaml | a.yaml",
                "apply -fa.yaml | a.yaml",
                "apply -Rf folder/sub | folder/sub",
                "apply -Rffolder | folder",
                "apply -f=a.yaml | =a.yaml a.yaml",
                "apply -f a.yaml,b.yaml | a.yaml b.yaml",
                "apply --filename a.yaml | a.yaml",
                "apply --filename=./a.yaml | a.yaml",
                "apply -k ./base/ | base",
                "kustomize base | kustomize base",
                "create configmap c --from-file=key=a.txt | key=a.txt a.txt",
                "create configmap c --from-file a.txt | a.txt",
                "create secret tls t --cert=a.pem --key=b.pem | a.pem b.pem",
                "get pods -o jsonpath-file=a.txt | a.txt",
                "get pods --output=go-template-file=a.txt | a.txt",
                "-n ci cp a.txt web-0:/tmp/a | ci cp a.txt web-0:/tmp/a",
                "get pods --kubeconfig=a.yaml | a.yaml",
            })
    void whatMayNameAFileIsFound(String arguments, String names) {
        assertThat(of(arguments)).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "apply -f -",
        "apply -f /etc/passwd",
        "apply -f ../a.yaml",
        "apply -f a/../../b.yaml",
        "apply -f //etc/passwd",
        "apply --filename=",
        "exec web-0 -- cat -f a.yaml",
        "get pods"
    })
    void whatLeadsElsewhereIsNot(String arguments) {
        assertThat(of(arguments)).isEmpty();
    }

    private static List<String> of(String arguments) {
        return FileArguments.of(List.of(arguments.split(" "))).names();
    }
}
