// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read is what fabric8 reads by itself. */
class LazyModelTest {
    private final KubernetesSerialization plain = new KubernetesSerialization();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"metadata\": null, \"spec\": null}",
                "{\"spec\": {\"affinity\": null, \"containers\": null, \"volumes\": [null]}}",
                "{\"metadata\": {\"name\": \"a\", \"labels\": {\"x\": \"y\"}, \"managedFields\": [{\"fieldsV1\": {\"f\": 1}}]}}",
                "{\"spec\": {\"containers\": [{\"name\": \"a\", \"resources\": {\"limits\": {\"cpu\": \"1m\", \"memory\": 5}},"
                        + " \"livenessProbe\": {\"httpGet\": {\"port\": \"http\"}}, \"ports\": [{\"containerPort\": 80}]}]}}",
                "{\"spec\": {\"unknown\": {\"a\": [1]}, \"hostPID\": true, \"tolerations\": [{\"key\": \"a\", \"more\": 1}]}}",
                "{\"status\": {\"conditions\": [{\"type\": \"Ready\", \"lastProbeTime\": null}], \"phase\": \"Running\"}}",
            })
    void aPodIsWhatItWas(String json) {
        assertThat(Json.KUBERNETES.unmarshal(json, Pod.class)).isEqualTo(plain.unmarshal(json, Pod.class));
    }

    /** fabric8 keeps a value of a wrong form among the unknown ones, of which a written pod has it again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spec\": 1}",
                "{\"spec\": {\"containers\": {\"name\": \"a\"}}}",
                "{\"spec\": {\"containers\": [1, \"b\"]}}",
                "{\"spec\": {\"affinity\": [{}], \"volumes\": [{\"hostPath\": 7, \"name\": [\"a\"]}]}}",
                "{\"spec\": {\"hostPID\": \"perhaps\"}}",
                "[]",
            })
    void aWrongFormIsAsWrong(String json) {
        Throwable expected = catchThrowable(() -> plain.unmarshal(json, Pod.class));
        if (expected == null) {
            assertThat(Json.KUBERNETES.asJson(Json.KUBERNETES.unmarshal(json, Pod.class)))
                    .isEqualTo(plain.asJson(plain.unmarshal(json, Pod.class)));
        } else {
            assertThat(catchThrowable(() -> Json.KUBERNETES.unmarshal(json, Pod.class)))
                    .isNotNull()
                    .hasMessage(expected.getMessage());
        }
    }
}
