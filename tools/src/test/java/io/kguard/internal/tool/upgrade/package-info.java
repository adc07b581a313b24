// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.internal.tool.upgrade;

import org.jspecify.annotations.NullMarked;
