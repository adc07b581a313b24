// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.internal.pluginhost;

import org.jspecify.annotations.NullMarked;
