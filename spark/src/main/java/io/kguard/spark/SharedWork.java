// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.internal.field.HostNames;
import io.kguard.output.AlertFormat;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to each executor once.
 *
 * @param rules the rules
 * @param against the rules before the change; null if there is only one set
 * @param hostNames names of addresses
 * @param format how an alert becomes a line
 */
record SharedWork(SharedRules rules, @Nullable SharedRules against, HostNames hostNames, AlertFormat format)
        implements Serializable {}
