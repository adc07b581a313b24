// SPDX-License-Identifier: Apache-2.0
/** Plugins of Falco that users bring, each in a confined process of its own. */
@NullMarked
package io.kguard.internal.pluginhost;

import org.jspecify.annotations.NullMarked;
