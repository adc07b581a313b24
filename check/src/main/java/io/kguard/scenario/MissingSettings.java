// SPDX-License-Identifier: Apache-2.0
package io.kguard.scenario;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Settings of rules that only their users know, and without which a rule can't fire in a scenario.
 *
 * @param why what is there in their place, as a sentence without its end
 * @param overrides items of a rule file with which the rule would fire, in the order in which they are loaded
 */
@API(status = API.Status.INTERNAL)
public record MissingSettings(String why, List<String> overrides) {
    public MissingSettings {
        overrides = List.copyOf(overrides);
    }
}
