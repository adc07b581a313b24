// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import io.kguard.engine.Alert;
import org.apiguardian.api.API;

/** The way of alerts to people: what Falco writes, what Falcosidekick receives, and the messages that it sends. */
@API(status = API.Status.INTERNAL)
public interface AlertRoute {
    /** Whether it is known what Falcosidekick sends. */
    boolean knowsSidekick();

    /** The way of an alert. Nothing leaves the process. */
    SentAlert send(Alert alert);
}
