import type { Topic } from "@pulumi/aws/sns/topic";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription";
import type { Output, Resource } from "@pulumi/pulumi";
import { isUrl } from "../addresses";

export interface SubscriptionArgs {
    readonly topic: Topic;
    /** An e-mail address or an https URL. */
    readonly endpoint: Output<string>;
    /** Left out, that of the provider. */
    readonly region?: string;
}

/** Has an address told of what comes on a topic. */
export function subscription(name: string, args: SubscriptionArgs, parent: Resource): TopicSubscription {
    const { topic, endpoint, region } = args;
    const protocol = endpoint.apply((address) => (isUrl(address) ? "https" : "email"));
    return new TopicSubscription(name, { ...(region && { region }), topic: topic.arn, protocol, endpoint }, { parent });
}
