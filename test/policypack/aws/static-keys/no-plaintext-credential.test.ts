import rule from "../../../../policypack/aws/static-keys/no-plaintext-credential";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { secret } from "../../../../policypack/preview/wire";
import { describeRule } from "../../../harness/describe-rule";

const lambda = (variables: unknown, sources: Record<string, readonly string[]> = {}) => [
    { type: "aws:lambda/function:Function", inputs: { role: "r", environment: { variables } }, sources },
];
const task = (containerDefinitions: unknown, sources: Record<string, readonly string[]> = {}) => [
    { type: "aws:ecs/taskDefinition:TaskDefinition", inputs: { family: "f", containerDefinitions }, sources },
];
const instance = (userData: unknown, input = "userData") => [
    { type: "aws:ec2/instance:Instance", inputs: { [input]: userData } },
];
const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];
const build = (environmentVariables: unknown, source: unknown = { type: "CODEPIPELINE" }) =>
    of("aws:codebuild/project:Project", { environment: { image: "i", environmentVariables }, source });
const RANDOM = { environment: ["urn:pulumi:dev::shop::random:index/randomPassword:RandomPassword::db"] };
const base64 = (text: string) => Buffer.from(text).toString("base64");

// Assembled here, so that scanners of this repository find no token in it.
const TOKEN = `ghp_${"aB3dE5fG7hI9jK1l".repeat(3).slice(0, 36)}`;
const KEY_ID = `AKIA${"QX7ZB2LMN4RSTUVW"}`;

const DB = "environment.variables.DB_PASSWORD";

describeRule(rule, {
    denies: {
        "a password in JSON, below a name that stands for references elsewhere": {
            given: lambda({ CONFIG: '{"secrets":{"dbPassword":"Winter-2026!"}}' }),
            says: ["`environment.variables.CONFIG.secrets.dbPassword` holds a password, in plain text."],
        },
        "a password in the environment of a function": {
            given: lambda({ LOG_LEVEL: "info", DB_PASSWORD: "Winter-2026!" }),
            says: [`\`${DB}\` holds a password, in plain text.`],
        },
        "a weak password too": {
            given: lambda({ DB_PASSWORD: "postgres" }),
            says: [`\`${DB}\` holds a password, in plain text.`],
        },
        "each variable that holds one": {
            given: lambda({ AWS_ACCESS_KEY_ID: KEY_ID, GITHUB: TOKEN, PATH: "/usr/bin" }),
            says: [
                "`environment.variables.AWS_ACCESS_KEY_ID` holds an AWS access key, in plain text.",
                "`environment.variables.GITHUB` holds a GitHub token, in plain text.",
            ],
        },
        "a URL with a password, whatever its name": {
            given: lambda({ DATABASE_URL: "postgres://app:hunter22@db.internal:5432/app" }),
            says: ["`environment.variables.DATABASE_URL` holds a URL with a password, in plain text."],
        },
        "a value that the program marks as secret, which Lambda shows all the same": {
            given: lambda({ ANYTHING: secret("blue") }),
            says: ["`environment.variables.ANYTHING` holds a value that the program marks as secret, in plain text."],
        },
        "a marked value that is not known yet": {
            given: lambda({ DB_PASSWORD: secret(UNKNOWN), TABLE: UNKNOWN }),
            says: [`\`${DB}\` holds a value that the program marks as secret, in plain text.`],
        },
        "variables that are marked as a whole, with one finding": {
            given: lambda(secret({ A: "1x", B: "2y" })),
            says: ["`environment.variables` holds a value that the program marks as secret, in plain text."],
        },
        "a password that the program makes, before it is known": {
            given: lambda({ TABLE: UNKNOWN, DB_PASSWORD: UNKNOWN }, RANDOM),
            says: [`\`${DB}\` is made from a \`random:index/randomPassword:RandomPassword\`, in plain text.`],
        },
        "a variable of a container, in JSON text": {
            given: task(
                JSON.stringify([{ name: "web", environment: [{ name: "API_TOKEN", value: "9f8e7d6c5b4a39281706" }] }]),
            ),
            says: ["`containerDefinitions[0].environment[0].value` holds a token, in plain text."],
        },
        "a variable of a container beside an image that is not known yet": {
            given: task(JSON.stringify([{ image: UNKNOWN, environment: [{ name: "DB_PASSWORD", value: "Winter-2026!" }] }])),
            says: ["`containerDefinitions[0].environment[0].value` holds a password, in plain text."],
        },
        "a command of a container": {
            given: task(JSON.stringify([{ command: ["--redis", "redis://:hunter22@cache:6379"] }])),
            says: ["`containerDefinitions[0].command[1]` holds a URL with a password, in plain text."],
        },
        "definitions that are marked as a whole": {
            given: task(secret(UNKNOWN)),
            says: ["`containerDefinitions` holds a value that the program marks as secret, in plain text."],
        },
        "definitions not known yet that are made from a password": {
            given: task(UNKNOWN, { containerDefinitions: Object.values(RANDOM).flat() }),
            says: ["`containerDefinitions` is made from a `random:index/randomPassword:RandomPassword`, in plain text."],
        },
        "a variable of CodeBuild of the type PLAINTEXT, or of none": {
            given: build([
                { name: "NPM_TOKEN", value: "9f8e7d6c5b4a39281706", type: "PLAINTEXT" },
                { name: "DOCKER_PASSWORD", value: "Winter-2026!" },
            ]),
            says: [
                "`environment.environmentVariables[0].value` holds a token, in plain text.",
                "`environment.environmentVariables[1].value` holds a password, in plain text.",
            ],
        },
        "a source of CodeBuild with a token in its URL": {
            given: build([], { type: "GITHUB", location: `https://x-access-token:${TOKEN}@github.com/o/r.git` }),
            says: ["`source.location` holds a URL with a password, in plain text."],
        },
        "a start script, and says in which line": {
            given: instance("#!/bin/bash\nset -e\nexport DB_PASSWORD='Winter-2026!'\n"),
            says: ["`userData`, line 3, holds a password, in plain text."],
        },
        "a start script in base64": {
            given: instance(base64(`#!/bin/bash\naws configure set aws_access_key_id ${KEY_ID}\n`), "userDataBase64"),
            says: ["`userDataBase64`, line 2, holds an AWS access key, in plain text."],
        },
        "a flag of a command in a start script": {
            given: of("aws:ec2/launchTemplate:LaunchTemplate", {
                userData: base64("#!/bin/bash\nagent --token 9f8e7d6c5b4a39281706\n"),
            }),
            says: ["`userData`, line 2, holds a token, in plain text."],
        },
        "a password in the properties of a Glue connection": {
            given: of("aws:glue/connection:Connection", {
                connectionProperties: secret({ USERNAME: "etl", PASSWORD: "Winter-2026!", JDBC_CONNECTION_URL: "jdbc:x" }),
            }),
            says: ["`connectionProperties.PASSWORD` holds a password, in plain text."],
        },
        "an argument of a Glue job": {
            given: of("aws:glue/job:Job", {
                defaultArguments: { "--db-password": "Winter-2026!", "--job-language": "python" },
            }),
            says: ["`defaultArguments.--db-password` holds a password, in plain text."],
        },
        "a parameter of a stack, and a default in its template": {
            given: of("aws:cloudformation/stack:Stack", {
                parameters: { DBPassword: "Winter-2026!" },
                templateBody: JSON.stringify({ Parameters: { AdminPassword: { Type: "String", Default: "Summer-2026!" } } }),
            }),
            says: [
                "`parameters.DBPassword` holds a password, in plain text.",
                "`templateBody.Parameters.AdminPassword.Default` holds a password, in plain text.",
            ],
        },
        "a field of a Data Pipeline": {
            given: of("aws:datapipeline/pipelineDefinition:PipelineDefinition", {
                pipelineId: "df-1",
                pipelineObjects: [{ id: "Db", name: "Db", fields: [{ key: "*password", stringValue: "Winter-2026!" }] }],
            }),
            says: ["`pipelineObjects[0].fields[0].stringValue` holds a password, in plain text."],
        },
        "a step of a state machine": {
            given: of("aws:sfn/stateMachine:StateMachine", {
                roleArn: "r",
                definition: JSON.stringify({
                    States: { Call: { Parameters: { Headers: { Authorization: "x" }, ApiKey: "9f8e7d6c5b4a39281706" } } },
                }),
            }),
            says: ["`definition.States.Call.Parameters.ApiKey` holds a key, in plain text."],
        },
        "a document of Systems Manager in YAML": {
            given: of("aws:ssm/document:Document", {
                documentType: "Command",
                documentFormat: "YAML",
                content:
                    'schemaVersion: "2.2"\nmainSteps:\n  - inputs:\n      runCommand:\n        - mysql --password=Winter-2026!\n',
            }),
            says: ["`content`, line 5, holds a password, in plain text."],
        },
        "a static AWS key of a DataSync location": {
            given: of("aws:datasync/locationObjectStorage:LocationObjectStorage", {
                bucketName: "b",
                accessKey: KEY_ID,
                secretKey: secret("s"),
            }),
            says: ["`accessKey` holds an AWS access key, in plain text."],
        },
        "variables of other services": {
            given: [
                ...of("aws:apigateway/stage:Stage", { variables: { apiKey: "9f8e7d6c5b4a39281706" } }),
                ...of("aws:amplify/app:App", { environmentVariables: { DB_PASSWORD: "Winter-2026!" } }),
                ...of("aws:apprunner/service:Service", {
                    sourceConfiguration: {
                        imageRepository: {
                            imageConfiguration: { runtimeEnvironmentVariables: { DB_PASSWORD: "Winter-2026!" } },
                        },
                    },
                }),
                ...of("aws:elasticbeanstalk/environment:Environment", {
                    settings: [
                        {
                            namespace: "aws:elasticbeanstalk:application:environment",
                            name: "DB_PASSWORD",
                            value: "Winter-2026!",
                        },
                    ],
                }),
                ...of("aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion", {
                    containers: [{ environment: { DB_PASSWORD: "Winter-2026!" } }],
                }),
                ...of("aws:batch/jobDefinition:JobDefinition", {
                    containerProperties: JSON.stringify({ environment: [{ name: "DB_PASSWORD", value: "Winter-2026!" }] }),
                }),
                ...of("aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration", {
                    onStart: base64("#!/bin/bash\nDB_PASSWORD=Winter-2026!\n"),
                }),
            ],
            says: [
                "`variables.apiKey` holds a key, in plain text.",
                "`environmentVariables.DB_PASSWORD` holds a password, in plain text.",
                "`sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables.DB_PASSWORD` holds a password, in plain text.",
                "`settings[0].value` holds a password, in plain text.",
                "`containers[0].environment.DB_PASSWORD` holds a password, in plain text.",
                "`containerProperties.environment[0].value` holds a password, in plain text.",
                "`onStart`, line 2, holds a password, in plain text.",
            ],
        },
    },
    allows: {
        "a variable that is not known yet and is called as a list of variables is elsewhere": {
            given: lambda({ ENVIRONMENT: UNKNOWN, VARIABLES: UNKNOWN }),
        },
        "no environment": { given: of("aws:lambda/function:Function", { role: "r" }) },
        "references that are not known yet, as most variables are": {
            given: lambda({
                TABLE_NAME: UNKNOWN,
                QUEUE_URL: UNKNOWN,
                DB_SECRET_ARN: UNKNOWN,
                SECRET_NAME: UNKNOWN,
                KMS_KEY_ID: UNKNOWN,
            }),
        },
        "the ARN of a secret, marked or not": {
            given: lambda({
                DB_PASSWORD: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf",
                DB_SECRET: secret("arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf"),
            }),
        },
        "a dynamic reference": { given: lambda({ DB_PASSWORD: "{{resolve:secretsmanager:db:SecretString:password}}" }) },
        "the path of a parameter, or the name of a secret": {
            given: lambda({ DB_PASSWORD: "/prod/db/password", API_KEY: "prod/api-key", DB_SECRET: "prod-db-3f2a1bc" }),
        },
        "names that only speak of a secret": {
            given: lambda({
                DB_PASSWORD_FILE: "/run/secrets/db-password-1",
                TOKEN_URL: "https://auth.acme.io/oauth2/token",
                SECRET_NAME: "TF_TEAM_TOKEN",
                PASSWORD_MIN_LENGTH: "12",
                TOKEN_TTL_SECONDS: "3600",
                USE_PASSWORD: "true",
                ENABLE_TOKEN: "enabled1",
            }),
        },
        placeholders: { given: lambda({ DB_PASSWORD: "changeme", API_KEY: "your-api-key-1234", TOKEN: "xxxxxxxxxxxx1" }) },
        "a key that browsers are given": {
            given: lambda({
                NEXT_PUBLIC_API_KEY: "9f8e7d6c5b4a39281706",
                STRIPE_PUBLISHABLE_KEY: "pk_live_9f8e7d6c5b4a39281706",
            }),
        },
        "values of forty characters that are names (checkov#7542, #5743, #6917)": {
            given: lambda({
                METRIC_NAMESPACE: "mdp/feature-logging/FdaCompositePipeline",
                FDA_DOWNLOAD_URL: "https://www.fda.gov/media/76860/download",
                S3_BUCKET: "mdp-test-new-destroy-147997161038-uploads-bucket",
                MY_COOL_STATE_MACHINE: "MySuperCoolFortyCharLongStateMachineeeee",
                LAMBDA: "handler.handlerverylongcustomhandlernameforservi",
            }),
        },
        "a commit and a bundle of certificates (checkov#6700, #7310)": {
            given: lambda({
                TAGS: "git.commit.sha:55e7e7703f17c41f276caf8f1a1b744d674259f8",
                AWS_CA_BUNDLE: "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            }),
        },
        "the name of a parameter under a telling name (kics#7023)": {
            given: lambda({ apiCredentials: "orders-api", progressMarker: "orders-progress" }),
        },
        "settings of Powertools": {
            given: lambda({
                POWERTOOLS_LOGGER_SAMPLE_RATE: "1",
                POWERTOOLS_SERVICE_NAME: "service",
                LOG_LEVEL: "DEBUG",
                NODE_OPTIONS: "--enable-source-maps",
            }),
        },
        "secrets of a container, not known yet": {
            given: task(
                JSON.stringify([
                    {
                        image: UNKNOWN,
                        secrets: [{ name: "DB_PASSWORD", valueFrom: UNKNOWN }],
                        environment: [{ name: "TABLE", value: UNKNOWN }],
                    },
                ]),
            ),
        },
        "variables of CodeBuild that a store holds": {
            given: build([
                { name: "DB_PASSWORD", value: "prod-db:Password1", type: "SECRETS_MANAGER" },
                { name: "API_TOKEN", value: UNKNOWN, type: "PARAMETER_STORE" },
            ]),
        },
        "secrets of App Runner": {
            given: of("aws:apprunner/service:Service", {
                sourceConfiguration: {
                    imageRepository: { imageConfiguration: { runtimeEnvironmentSecrets: { DB_PASSWORD: UNKNOWN } } },
                },
            }),
        },
        "a source without a credential": { given: build([], { type: "GITHUB", location: "https://github.com/o/r.git" }) },
        "a script with nothing in it (checkov#7309)": { given: instance("#!/bin/bash") },
        "a script that fetches what it needs": {
            given: instance(
                [
                    "#!/bin/bash",
                    'TOKEN=$(curl -X PUT "http://169.254.169.254/latest/api/token" -H "X-aws-ec2-metadata-token-ttl-seconds: 21600")',
                    'curl -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/meta-data/',
                    "export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id prod/db1 --query SecretString --output text)",
                    'PGPASSWORD="${DB_PASSWORD}" psql -h db1',
                    "password = os.environ['DB_PASSWORD1']",
                    "rpm --import https://packages.acme.io/gpg-key-2024.asc",
                    "echo 'gpgkey=https://packages.acme.io/RPM-GPG-KEY-2024' >> /etc/yum.repos.d/a.repo",
                    "/etc/eks/bootstrap.sh c1 --b64-cluster-ca LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUM= --apiserver-endpoint https://9F8E7D.gr7.eu-central-1.eks.amazonaws.com",
                    "sed -i 's/^PasswordAuthentication.*/PasswordAuthentication no/' /etc/ssh/sshd_config",
                ].join("\n"),
            ),
        },
        "cloud-init with public keys and a hash": {
            given: instance(
                "#cloud-config\nssh_pwauth: false\nusers:\n  - name: ops\n    lock_passwd: true\n    passwd: $6$rounds=4096$abc1$def2\n    ssh_authorized_keys:\n      - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx1 ops@acme.io\n",
            ),
        },
        "a Glue connection that names a secret": {
            given: of("aws:glue/connection:Connection", {
                connectionProperties: secret({ SECRET_ID: "prod/etl", JDBC_CONNECTION_URL: "jdbc:postgresql://db:5432/x" }),
            }),
        },
        "a step that takes its token from its input": {
            given: of("aws:sfn/stateMachine:StateMachine", {
                roleArn: "r",
                definition: JSON.stringify({
                    States: { Wait: { Parameters: { "Token.$": "$$.Task.Token", "Password.$": "$.password" } } },
                }),
            }),
        },
        "a parameter of a template without a default": {
            given: of("aws:cloudformation/stack:Stack", {
                templateBody: JSON.stringify({
                    Parameters: { DBPassword: { Type: "String", NoEcho: true, Description: "The password of db1" } },
                }),
            }),
        },
        "a definition that is not known yet, as it names functions": {
            given: of("aws:sfn/stateMachine:StateMachine", { roleArn: "r", definition: UNKNOWN }),
        },
        "an image in base64": {
            given: instance(Buffer.from(Array.from({ length: 64 }, (_, index) => index * 4)).toString("base64")),
        },
        "a password given to a cache in the same stack, which other rules judge": {
            given: of("aws:rds/instance:Instance", { password: "Winter-2026!" }),
        },
    },
    cannotDecide: {
        "a variable named as a password, before it is known": {
            given: lambda({ DB_PASSWORD: UNKNOWN }),
            says: [`\`${DB}\` is not known before the deployment.`],
        },
        "variables that are not known as a whole": {
            given: lambda(UNKNOWN),
            says: ["`environment.variables` is not known before the deployment."],
        },
        "a script that is not known yet": {
            given: instance(UNKNOWN),
            says: ["`userData` is not known before the deployment."],
        },
        "a script that is known in part, and clean there": {
            given: instance(`#!/bin/bash\nexport API_KEY=${UNKNOWN}\n`),
            says: ["`userData` is not known before the deployment."],
        },
    },
});
