import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

// What Jo does with the access: any program that uses an AWS SDK.
try {
    const { Arn } = await new STSClient().send(new GetCallerIdentityCommand());
    const { Contents = [] } = await new S3Client().send(new ListObjectsV2Command({ Bucket: "orders" }));
    console.log(`${Arn} sees ${Contents.map(({ Key }) => Key).join(", ")}`);
} catch ({ name }) {
    console.log(name);
    process.exitCode = 1;
}
